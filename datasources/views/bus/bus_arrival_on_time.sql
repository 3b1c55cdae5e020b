-- title: 终点到站准点率 | Arrivals on time
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 统计时段内应到终点班次中，终点到站偏差满足 -early_s <= 偏差 <= late_s 的班次 / 到站时刻已知、取消和缺失的班次；时间窗取 on_time_window 中 arrival 一项，缺省取全市设置
--   | of the trips planned to end in the window, those that reached their last stop with -early_s <= delay <= late_s / those whose arrival is known, cancelled or lost; the window is that of arrival in on_time_window, else the city's settings
-- unit: %
-- source: 终点到站准点率（嘉兴考核项） | arrivals on time (an item of Jiaxing's assessment)
-- kpi: true
-- target: >= 80
-- coverage_floor: 0.8
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 终点时间窗，取消、缺失计入 | window at the last stop; cancelled and lost count
-- decimals: 1
-- normal: 70%～90%，晚高峰偏低 | 70 to 90 %, lower in the evening peak
-- investigate_if: 低于目标 30 分钟，或比同星期同时段低 10 个百分点 | below target for 30 minutes, or ten points under the same weekday
-- possible_causes: 行程时间编得过紧；沿途拥堵或施工；首站晚发；驾驶员提前跑点
--   | run times too short in the timetable; congestion or works on the way; late departures; drivers running early
SELECT 100.0 * on_time / nullif(judged, 0) AS value, CAST(on_time AS DOUBLE) AS numerator, CAST(judged AS DOUBLE) AS denominator,
       coalesce(CAST(judged AS DOUBLE) / nullif(due, 0), 0) AS coverage, newest AS content_time, concat(judged, '/', due) AS sample
FROM (SELECT count(*) FILTER (WHERE seen OR coalesce(setting('timetable_exact'), 1) = 1) AS due,
             count(*) FILTER (WHERE delay_s IS NOT NULL OR outcome IN ('cancelled', 'lost')) AS judged,
             count(*) FILTER (WHERE on_time) AS on_time, max(event_time) AS newest
      FROM trip_ended) trips
