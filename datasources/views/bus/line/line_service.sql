-- title: 本线班次执行 | Service, this line
-- row: 所选线路与方向的汇总值 | one row for the chosen line and direction
-- formula: 已见班次 / 统计时段内计划发车的班次（计划发车时刻已过至少 10 分钟） | trips seen / trips planned to begin in the window (at least ten minutes ago)
-- unit: %
-- source: 班次执行率 | service delivered
-- kpi: true
-- recorded: false
-- target: >= 97
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 已见/应发班次 | trips seen / planned to begin
-- decimals: 0
-- normal: 全部执行 | all of them run
-- investigate_if: 连续缺失两个班次 | two trips lost in a row
-- possible_causes: 缺少驾驶员或车辆；车辆登录班次错误；车辆未上报 | drivers or vehicles missing; logged on to the wrong trip; silent vehicles
SELECT 100.0 * seen / nullif(planned, 0) AS value, CAST(seen AS DOUBLE) AS numerator, CAST(planned AS DOUBLE) AS denominator,
       -- a timetable that lists more than runs cannot tell lost trips; nor can one without a bus heard of
       CASE WHEN coalesce(setting('timetable_exact'), 1) = 0 OR heard.newest IS NULL THEN CAST(0 AS DOUBLE) ELSE CAST(1 AS DOUBLE) END AS coverage,
       heard.newest AS content_time, CAST(planned - seen AS VARCHAR) AS sample
FROM (
  SELECT count(*) AS planned, count(seen.trip_id) AS seen
  FROM (SELECT DISTINCT service_date, trip_id FROM line_place p JOIN line_chosen chosen ON chosen.direction_id = p.direction_id
        WHERE p.scheduled_time IS NOT NULL AND p.trip_start <= as_of() - INTERVAL '600' SECOND
          AND p.trip_start > as_of() - INTERVAL '1' SECOND * coalesce(setting('window_s'), 3600)) due
  LEFT JOIN (SELECT service_date, trip_id FROM line_visit UNION SELECT service_date, trip_id FROM line_buses) seen
    ON seen.service_date = due.service_date AND seen.trip_id = due.trip_id) trips
CROSS JOIN (SELECT max(event_time) AS newest FROM line_buses) heard
