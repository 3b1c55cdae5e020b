-- title: 本线额外候车 | Excess wait, this line
-- row: 所选线路与方向的汇总值 | one row for the chosen line and direction
-- formula: EWT = AWT - SWT；AWT = sum(H^2) / (2 sum H)，H 为最近 window_s 内观测的车头时距；SWT 用这些站同一时段的计划车头时距同式计算
--   | EWT = AWT - SWT; AWT = sum(H^2) / (2 sum H) over headways observed in the last window_s, SWT the same over those planned at the same stops in the same time
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
SELECT (awt_s - swt_s) / 60 AS value, (awt_s - swt_s) / 60 * headways AS numerator, CAST(headways AS DOUBLE) AS denominator, coverage,
       coalesce(seen.newest, line_cover.newest) AS content_time, concat(matched, '/', expected) AS sample
FROM (
  SELECT sum(CAST(h.headway_s AS DOUBLE) * h.headway_s) / nullif(2 * sum(h.headway_s), 0) AS awt_s, count(h.headway_s) AS headways, max(h.actual_time) AS newest
  FROM headway_known h JOIN line_chosen chosen ON chosen.route_id = h.route_id AND chosen.direction_id = h.direction_id
  WHERE (parameter('line') IS NULL OR h.route_id = parameter('line')) AND h.actual_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('window_s'), 3600)) seen
CROSS JOIN (
  SELECT sum(CAST(p.headway_s AS DOUBLE) * p.headway_s) / nullif(2 * sum(p.headway_s), 0) AS swt_s
  FROM line_place p JOIN line_chosen chosen ON chosen.direction_id = p.direction_id
  WHERE p.headway_s BETWEEN 1 AND 3600 AND p.scheduled_time <= as_of()
    AND p.scheduled_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('window_s'), 3600)) planned
CROSS JOIN line_cover
