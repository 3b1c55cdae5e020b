-- title: 首末班准点率 | First and last trips on time
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 最近 24 小时各线路各方向首班和末班中，首站离站偏差满足 -early_s <= 偏差 <= late_s 的班次 / 离站时刻已知、取消和缺失的首末班
--   | of the first and last trips of each line and direction in the last 24 hours, those that left their first stop with -early_s <= delay <= late_s / those whose departure is known, cancelled or lost
-- unit: %
-- source: 首末班准点率（威海：>= 95%） | first and last trips on time (Weihai: >= 95 %)
-- kpi: true
-- target: >= 95
-- coverage_floor: 0.4
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 24 小时内首末班首站发车 | first and last departures, 24 h
-- decimals: 1
-- normal: 97% 以上 | 97 % and more
-- investigate_if: 低于 95%，或同一线路首班连续两天晚发、末班早发 | below 95 %, or a line whose first trip is late or last trip early two days in a row
-- possible_causes: 首班驾驶员迟到、车辆冷启动；末班提前收车；时刻表季节版本未更新 | a driver late or a cold vehicle for the first trip; the last trip sent home early; a timetable of another season
SELECT 100.0 * on_time / nullif(judged, 0) AS value, CAST(on_time AS DOUBLE) AS numerator, CAST(judged AS DOUBLE) AS denominator,
       coalesce(CAST(judged AS DOUBLE) / nullif(due, 0), 0) AS coverage, newest AS content_time, concat(judged, '/', due) AS sample
FROM (SELECT count(*) FILTER (WHERE outcome = 'seen' OR coalesce(setting('timetable_exact'), 1) = 1) AS due,
             count(*) FILTER (WHERE delay_s IS NOT NULL OR outcome IN ('cancelled', 'lost')) AS judged,
             count(*) FILTER (WHERE on_time) AS on_time, max(event_time) AS newest
      FROM trip_first_last) trips
