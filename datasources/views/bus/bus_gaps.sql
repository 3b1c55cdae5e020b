-- title: 大间隔 | Big gaps
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 在最近站点的车头时距 >= 计划值 × gap（1.5）的车辆数；分母 = 当前车头时距已知的车辆数；覆盖率 = 公交数据覆盖与“车头时距已知车辆 / 最近 15 分钟到过站、计划有前车的车辆”中的较小者
--   | vehicles whose headway at their last stop is >= gap (1.5) of the planned one; denominator = vehicles whose headway is known now; coverage = the smaller of that of bus data and of these / vehicles that called in the last 15 minutes where one was planned before them
-- unit: 处 | pair(s)
-- source: TransitMatters metrics-mvp | TransitMatters metrics-mvp
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 车距 ≥ 计划 1.5 倍，2 倍为严重 | headway ≥ 1.5 × planned, from 2 severe
-- decimals: 0
-- normal: 低于车辆数的 10% | under 10 % of vehicles
-- investigate_if: 同一线路出现两处大间隔，或一处超过计划的两倍 | two gaps on one line, or one over twice the plan
-- possible_causes: 班次未执行；前方串车；车辆退出运营；车辆未上报（见覆盖率）
--   | trips that do not run; bunching ahead; a vehicle out of service; vehicles not heard of (see coverage)
SELECT CASE WHEN measured > 0 THEN CAST(gaps AS DOUBLE) END AS value, CAST(gaps AS DOUBLE) AS numerator, CAST(measured AS DOUBLE) AS denominator,
       coverage, newest AS content_time, concat(gaps, '/', severe) AS sample
FROM (SELECT count(*) FILTER (WHERE state = 'gap') AS gaps, count(*) FILTER (WHERE ratio >= coalesce(setting('gap_severe'), 2.0)) AS severe FROM headways_now) now
CROSS JOIN headway_now_coverage
