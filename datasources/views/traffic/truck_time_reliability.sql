-- title: 货车行程时间可靠性 | Truck travel time reliability
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 路段五个时段（含夜间 20～6 时）行程时间 95 分位 / 50 分位的最大值，按长度加权平均，近 reliability_days（14）个整日
--   | the worst of five periods (with the night, 20-6) of 95th / 50th percentile of travel time, averaged by length, last reliability_days (14) whole days
-- unit: -
-- source: 23 CFR 490.613 TTTR（以全部车辆的行程时间代货车） | 23 CFR 490.613 TTTR; travel times of all vehicles stand for trucks
-- kpi: true
-- target: < 1.5
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: 95/50 分位，五时段取最差 | 95th / 50th, the worst of five periods
-- decimals: 2
-- normal: 约 1.2～1.5 | 1.2 to 1.5
-- investigate_if: 一周内升高 0.1 | 0.1 up within a week
-- possible_causes: 事故频发；天气；港口集疏运集中 | incidents; weather; peaks of port traffic
SELECT sum(length_m * tttr) / nullif(sum(length_m), 0) AS value, sum(length_m * tttr) / 1000 AS numerator, coalesce(sum(length_m), 0) / 1000 AS denominator,
       coalesce(sum(length_m) / (SELECT nullif(sum(coalesce(length_m, 1)), 0) FROM road_segment WHERE scope() IS NULL OR district_id = scope()), 0) AS coverage,
       max(event_time) AS content_time, CAST(count(*) AS VARCHAR) AS sample
FROM segment_lottr WHERE tttr IS NOT NULL
