-- title: 额外行程时间 | Excess trip time
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: sum(观测 - 计划行程时间) / 班次数，取统计时段内到达终点的班次；无客流数据，各班次等权
--   | sum(observed - planned run time) / trips, over trips that reached their last stop in the window; without passenger counts each trip weighs the same
-- unit: 分 | min
-- source: MBTA 服务政策 2024：额外行程时间 | MBTA Service Delivery Policy 2024: excess trip time
-- kpi: true
-- target: <= 2.0
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 实际减计划，每班次 | observed less planned, a trip
-- decimals: 1
-- normal: -1～2 分钟 | -1 to 2 min
-- investigate_if: 连续 30 分钟超过 3 分钟，或单条线路超过 8 分钟 | above 3 min for 30 minutes, or one line above 8
-- possible_causes: 拥堵；施工绕行；站点停靠过长；时刻表未随季节调整 | congestion; detours around works; long dwells; a timetable of another season
SELECT excess / nullif(trips, 0) AS value, excess AS numerator, CAST(trips AS DOUBLE) AS denominator,
       coalesce(CAST(trips AS DOUBLE) / nullif(greatest(trips, ended), 0), 0) AS coverage, newest AS content_time, concat(trips, '/', ended) AS sample
FROM (SELECT count(*) AS trips, CAST(sum(excess_s) AS DOUBLE) / 60 AS excess, max(event_time) AS newest FROM trip_run) runs
CROSS JOIN (SELECT count(*) FILTER (WHERE seen) AS ended FROM trip_ended) due
