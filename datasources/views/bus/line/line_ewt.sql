-- title: 本线额外候车 | Excess wait, this line
-- row: 所选线路与方向的汇总值 | one row for the chosen line and direction
-- formula: EWT = AWT - SWT；AWT = sum(H^2) / (2 sum H)，H 为最近 window_s 内观测的车头时距；SWT 用这些站同一时段的计划车头时距同式计算；全线久未见车时，至今的间隔也计入（下限）
--   | EWT = AWT - SWT; AWT = sum(H^2) / (2 sum H) over headways observed in the last window_s, SWT the same over those planned at the same stops in the same time; gone silent for longer than the mean planned headway, the time so far counts too (a lower bound)
-- unit: 分 | min
-- source: 伦敦交通局（TfL）服务质量指标 | TfL quality of service indicators
-- kpi: true
-- recorded: false
-- target: <= 2.0
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 全部班次，不论疏密 | every line, frequent or not
-- decimals: 1
-- normal: 高频线路 0.5～1.5 分钟 | 0.5 to 1.5 min on frequent lines
-- investigate_if: 超过 4 分钟 | above 4 min
-- possible_causes: 串车；班次未执行；发车不均匀 | bunching; trips that do not run; uneven departures
WITH at_stop AS (
  SELECT s.* FROM headway_stop s JOIN line_chosen chosen ON chosen.route_id = s.route_id AND chosen.direction_id = s.direction_id
  WHERE scope() IS NULL OR s.district_id = scope()),
planned AS (
  SELECT *, coalesce(setting('timetable_exact'), 1) = 1 AND last_time < as_of() - INTERVAL '1' SECOND * mean_s AND last_time < due - INTERVAL '1' SECOND * mean_s AS silent
  FROM (
    SELECT sum(planned_squares) FILTER (WHERE headways > 0) / nullif(2 * sum(planned_total) FILTER (WHERE headways > 0), 0) AS swt_s,
           sum(planned_total) FILTER (WHERE headways > 0) / nullif(sum(calls) FILTER (WHERE headways > 0), 0) AS mean_s, max(due) FILTER (WHERE headways > 0) AS due, max(last_time) AS last_time
    FROM at_stop) line_sum)
SELECT (awt_s - swt_s) / 60 AS value, (awt_s - swt_s) / 60 * headways AS numerator, CAST(headways AS DOUBLE) AS denominator, coverage,
       coalesce(last_time, line_cover.newest) AS content_time, concat(matched, '/', expected) AS sample
FROM (
  SELECT sum(squares + open_s * open_s) / nullif(2 * sum(total + open_s), 0) AS awt_s, coalesce(sum(headways), 0) + count(*) FILTER (WHERE open_s > 0) AS headways
  FROM (SELECT s.squares, s.total, s.headways, CASE WHEN planned.silent THEN CAST(date_diff('second', s.last_time, as_of()) AS DOUBLE) ELSE 0 END AS open_s
        FROM at_stop s CROSS JOIN planned WHERE s.headways > 0) stop) seen
CROSS JOIN planned
CROSS JOIN line_cover
