-- title: 行程时间比 | Run time against plan
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 观测行程时间之和 / 计划行程时间之和，取统计时段内到达终点的班次；行程时间 = 终点到站 - 首站离站
--   | sum of observed run times / sum of planned ones, over trips that reached their last stop in the window; run time = arrival at the last stop - departure from the first
-- unit: -
-- source: 可加和的比值；各线路 P50、P85、P95 见明细（TCRP：时刻表宜按 P85 编制）
--   | a ratio of sums; P50, P85 and P95 of each line in the rows behind (TCRP: timetables are best made from P85)
-- kpi: true
-- target: <= 1.05
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 实际/计划行程时间 | observed / planned run time
-- decimals: 2
-- normal: 0.95～1.05，雪天偏高 | 0.95 to 1.05, higher in snow
-- investigate_if: 高于 1.1 且多条线路同向偏离，或单条线路 P85 超过计划 15% | above 1.1 with many lines alike, or one line's P85 15 % over its plan
-- possible_causes: 时刻表行车时间过紧；拥堵或施工；站点停靠过长；绕行 | run times too short in the timetable; congestion or works; long dwells; detours
SELECT run / nullif(planned, 0) AS value, run AS numerator, planned AS denominator,
       coalesce(CAST(trips AS DOUBLE) / nullif(greatest(trips, ended), 0), 0) AS coverage, newest AS content_time, concat(trips, '/', ended) AS sample
FROM (SELECT count(*) AS trips, CAST(sum(run_s) AS DOUBLE) AS run, CAST(sum(planned_s) AS DOUBLE) AS planned, max(event_time) AS newest FROM trip_run) runs
CROSS JOIN (SELECT count(*) FILTER (WHERE seen) AS ended FROM trip_ended) due
