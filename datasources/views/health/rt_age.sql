-- title: 位置时效达标率 | Positions in time
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 最近 15 分钟到达、最新一条位置到达时不超过 90 秒的车辆数 / 全部有上报的车辆数
--   | vehicles whose newest report of the last 15 minutes was at most 90 s old when it came / all heard of
-- unit: %
-- source: GTFS-RT 最佳实践：位置不超过 90 秒 | GTFS-Realtime best practices: positions at most 90 s old
-- kpi: true
-- target: >= 95
-- coverage_floor: 0.5
-- feeds: vehicle_position
-- rule: 到达时 ≤90 秒 | ≤ 90 s old on arrival
-- decimals: 1
-- normal: 98% 以上 | 98 % and more
-- investigate_if: 低于 95% | below 95 %
-- possible_causes: 移动网络拥塞；平台转发延迟；终端时钟不准 | a crowded mobile network; a platform that holds messages; clocks of the units
SELECT 100.0 * young / nullif(heard, 0) AS value, CAST(young AS DOUBLE) AS numerator, CAST(heard AS DOUBLE) AS denominator,
       CAST(CASE WHEN heard > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, newest AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM (SELECT count(*) AS heard, count(*) FILTER (WHERE date_diff('second', event_time, received_at) <= 90) AS young, max(event_time) AS newest
      FROM vehicle_arrived WHERE scope() IS NULL OR district_id = scope()) counted
