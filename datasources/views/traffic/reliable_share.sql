-- title: 行程时间可靠里程占比 | Level of reliability
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 四个时段（工作日 6～10、10～16、16～20 时，休息日 6～20 时）行程时间 80 分位 / 50 分位均小于 1.50 的路段长度 / 四个时段均有数据的路段长度，近 reliability_days（14）个整日
--   | length of segments whose 80th / 50th percentile of travel time is under 1.50 in all four periods (working days 6-10, 10-16, 16-20, others 6-20) / length known in all four, last reliability_days (14) whole days
-- unit: %
-- source: 23 CFR 490.513 LOTTR（无流量与载客数，按路段长度加权） | 23 CFR 490.513 LOTTR; without volume and occupancy, weighed by length
-- kpi: true
-- target: >= 80
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: LOTTR（80/50 分位）四时段均 < 1.50 | LOTTR (80th / 50th) under 1.50 in all four periods
-- decimals: 1
-- normal: 80% 以上 | above 80 %
-- investigate_if: 一周内下降 5 个百分点 | five points down within a week
-- possible_causes: 事故频发；天气；施工；信号故障 | incidents; weather; road works; signals in fault
SELECT 100 * coalesce(sum(length_m) FILTER (WHERE lottr < 1.50), 0) / nullif(sum(length_m), 0) AS value,
       coalesce(sum(length_m) FILTER (WHERE lottr < 1.50), 0) / 1000 AS numerator, coalesce(sum(length_m), 0) / 1000 AS denominator,
       coalesce(sum(length_m) / (SELECT nullif(sum(coalesce(length_m, 1)), 0) FROM road_segment WHERE scope() IS NULL OR district_id = scope()), 0) AS coverage,
       max(event_time) AS content_time, concat(count(*) FILTER (WHERE lottr < 1.50), '/', count(*)) AS sample
FROM segment_lottr WHERE lottr IS NOT NULL
