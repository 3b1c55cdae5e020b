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
WITH known AS (
  SELECT h.stop_id, sum(CAST(h.headway_s AS DOUBLE) * h.headway_s) AS squares, CAST(sum(h.headway_s) AS DOUBLE) AS total, count(h.headway_s) AS headways
  FROM headway_known h JOIN line_chosen chosen ON chosen.route_id = h.route_id AND chosen.direction_id = h.direction_id
  WHERE (parameter('line') IS NULL OR h.route_id = parameter('line')) AND h.actual_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('window_s'), 3600)
  GROUP BY h.stop_id),
last AS (
  SELECT h.stop_id, max(h.actual_time) AS newest
  FROM headways h JOIN line_chosen chosen ON chosen.route_id = h.route_id AND chosen.direction_id = h.direction_id
  WHERE (parameter('line') IS NULL OR h.route_id = parameter('line')) AND h.actual_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('window_s'), 3600)
  GROUP BY h.stop_id),
planned AS (
  SELECT sum(CAST(p.headway_s AS DOUBLE) * p.headway_s) / nullif(2 * sum(p.headway_s), 0) AS swt_s, avg(p.headway_s) AS mean_s, max(p.scheduled_time) AS due
  FROM line_place p JOIN line_chosen chosen ON chosen.direction_id = p.direction_id
  WHERE p.headway_s BETWEEN 1 AND 3600 AND p.scheduled_time <= as_of()
    AND p.scheduled_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('window_s'), 3600)),
silent AS (
  SELECT 1 AS silent FROM (SELECT max(newest) AS newest FROM last) seen CROSS JOIN planned
  WHERE coalesce(setting('timetable_exact'), 1) = 1 AND newest < as_of() - INTERVAL '1' SECOND * mean_s AND newest < due - INTERVAL '1' SECOND * mean_s)
SELECT (awt_s - swt_s) / 60 AS value, (awt_s - swt_s) / 60 * headways AS numerator, CAST(headways AS DOUBLE) AS denominator, coverage,
       coalesce(seen.newest, line_cover.newest) AS content_time, concat(matched, '/', expected) AS sample
FROM (
  SELECT sum(squares + open_s * open_s) / nullif(2 * sum(total + open_s), 0) AS awt_s, coalesce(sum(headways), 0) + count(*) FILTER (WHERE open_s > 0) AS headways, max(newest) AS newest
  FROM (SELECT known.*, last.newest, CASE WHEN silent.silent IS NULL THEN CAST(0 AS DOUBLE) ELSE CAST(date_diff('second', last.newest, as_of()) AS DOUBLE) END AS open_s
        FROM known JOIN last ON last.stop_id = known.stop_id LEFT JOIN silent ON TRUE) stop) seen
CROSS JOIN planned
CROSS JOIN line_cover
