-- title: 发车准点率 | Departures on time
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 统计时段内应发班次中，首站离站偏差满足 -early_s <= 偏差 <= late_s 的班次 / 离站时刻已知、取消和缺失的班次；时间窗取 on_time_window 中 departure 一项，缺省取全市设置
--   | of the trips planned to begin in the window, those that left their first stop with -early_s <= delay <= late_s / those whose departure is known, cancelled or lost; the window is that of departure in on_time_window, else the city's settings
-- unit: %
-- source: 发车准点率（“快 1 慢 3”一类承诺；MBTA：取消的班次计入分母） | departures on time (promises such as -1/+3 min; MBTA: cancelled trips count)
-- kpi: true
-- target: >= 90
-- coverage_floor: 0.8
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 首站时间窗，取消、缺失计入 | window at the first stop; cancelled and lost count
-- decimals: 1
-- normal: 工作日 92% 以上 | 92 % and more on a working day
-- investigate_if: 低于目标 30 分钟，或某线路连续三班晚发 | below target for 30 minutes, or three late departures in a row on a line
-- possible_causes: 上一班到达过晚，停站时间不足；缺驾驶员或车辆；首站调度放行不严；首站车位被占
--   | the trip before arrives too late for its layover; drivers or vehicles missing; no dispatching at the terminal; the bay is taken
SELECT 100.0 * on_time / nullif(judged, 0) AS value, CAST(on_time AS DOUBLE) AS numerator, CAST(judged AS DOUBLE) AS denominator,
       coalesce(CAST(judged AS DOUBLE) / nullif(due, 0), 0) AS coverage, newest AS content_time, concat(judged, '/', due) AS sample
FROM (SELECT count(*) FILTER (WHERE seen OR coalesce(setting('timetable_exact'), 1) = 1) AS due,
             count(*) FILTER (WHERE delay_s IS NOT NULL OR outcome IN ('cancelled', 'lost')) AS judged,
             count(*) FILTER (WHERE on_time) AS on_time, max(event_time) AS newest
      FROM trip_begun) trips
