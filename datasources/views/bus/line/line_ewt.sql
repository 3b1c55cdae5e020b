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
-- nothing: 时段内可信车距不足两个计划车距或八成时长 | believed headways under two planned ones, or four fifths of the time
-- decimals: 1
-- normal: 高频线路 0.5～1.5 分钟 | 0.5 to 1.5 min on frequent lines
-- investigate_if: 超过 4 分钟 | above 4 min
-- possible_causes: 串车；班次未执行；发车不均匀 | bunching; trips that do not run; uneven departures
SELECT ewt_s / 60 AS value, ewt_s / 60 * headways AS numerator, CAST(coalesce(headways, 0) AS DOUBLE) AS denominator, coverage,
       coalesce(last_time, line_cover.newest) AS content_time, concat(matched, '/', expected) AS sample
FROM line_cover
LEFT JOIN (
  SELECT w.* FROM line_wait w JOIN line_chosen chosen ON chosen.route_id = w.route_id AND chosen.direction_id = w.direction_id
  WHERE parameter('line') IS NULL OR w.route_id = parameter('line')) wait ON TRUE   -- said again: a constant is looked for before all is summed
