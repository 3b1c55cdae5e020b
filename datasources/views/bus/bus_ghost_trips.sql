-- title: 幽灵班次 | Ghost trips
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 统计时段内计划到达终点、整个计划时段内无任何车辆以该班次上报的班次 / 同期计划到达终点的班次，取消的班次和定位数据中断而无法判断的班次均不计
--   | trips planned to end in the window that no vehicle reported at any time of their span / trips planned to end in it, cancelled ones and those that nobody could see because positions had stopped left out
-- unit: %
-- source: open-bus；Skate 的幽灵车 | open-bus; Skate (ghost buses)
-- kpi: true
-- target: <= 2.0
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 全程无车上报的班次 | trips that no vehicle reported
-- decimals: 1
-- normal: 低于 1% | under 1 %
-- investigate_if: 高于 2%，或同一线路、同一车辆任务连续两个班次无上报 | above 2 %, or two trips in a row of one line or block
-- possible_causes: 班次未执行；车载终端故障；驾驶员未登录班次；时刻表列出不运行的班次
--   | trips that do not run; a broken on-board unit; drivers not logged on; a timetable that lists trips that never run
SELECT 100.0 * ghosts / nullif(known, 0) AS value, CAST(ghosts AS DOUBLE) AS numerator, CAST(known AS DOUBLE) AS denominator,
       CASE WHEN coalesce(setting('timetable_exact'), 1) = 0 THEN CAST(0 AS DOUBLE) ELSE coalesce(CAST(known AS DOUBLE) / nullif(planned, 0), 0) END AS coverage,
       newest AS content_time, concat(ghosts, '/', known) AS sample
FROM (SELECT count(*) FILTER (WHERE outcome <> 'cancelled') AS planned, count(*) FILTER (WHERE outcome NOT IN ('cancelled', 'no_data')) AS known,
             count(*) FILTER (WHERE ghost) AS ghosts, max(event_time) AS newest FROM trip_ghost) trips
