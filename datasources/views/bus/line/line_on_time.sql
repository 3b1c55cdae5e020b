-- title: 本线准点率 | On time, this line
-- row: 所选线路与方向的汇总值 | one row for the chosen line and direction
-- formula: 偏差在本线路及站点类型的准点时间窗内的到站次数 / 最近 window_s 内该线路该方向观测到的全部到站次数
--   | stop visits within the on-time window of the line and the kind of stop / all stop visits of the line and direction in the last window_s
-- unit: %
-- source: 口径同公交准点率 | as the bus on-time share
-- kpi: true
-- recorded: false
-- target: >= 85
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 到站 · 按线路时间窗 | at stops, by the line's window
-- decimals: 1
-- normal: 工作日 75%～90% | 75 to 90 % on a working day
-- investigate_if: 连续 30 分钟低于目标 | below target for 30 minutes
-- possible_causes: 沿线拥堵；首站发车晚点；时刻表行车时间偏紧 | traffic along the line; late departures; run times too short in the timetable
WITH visit AS (
  SELECT v.actual_time, v.delay_s, CASE WHEN v.terminal = 1 THEN 'departure' WHEN v.terminal = 2 THEN 'arrival' WHEN v.timepoint = 1 THEN 'timepoint' ELSE 'stop' END AS stop_type
  FROM line_visit v JOIN line_chosen chosen ON chosen.direction_id = v.direction_id
  WHERE v.delay_s IS NOT NULL AND v.actual_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('window_s'), 3600)),
rule AS (
  SELECT r.stop_type, coalesce(max(CASE WHEN r.route_id <> '' THEN r.early_s END), max(r.early_s)) AS early_s,
         coalesce(max(CASE WHEN r.route_id <> '' THEN r.late_s END), max(r.late_s)) AS late_s
  FROM on_time_rule r JOIN line_chosen chosen ON r.route_id IN ('', chosen.route_id) GROUP BY r.stop_type),
judged AS (
  SELECT count(*) AS seen, max(visit.actual_time) AS newest, count(*) FILTER (WHERE visit.delay_s BETWEEN -rule.early_s AND rule.late_s) AS on_time
  FROM visit JOIN rule ON rule.stop_type = visit.stop_type
  WHERE visit.stop_type <> 'stop' OR coalesce(setting('timepoints_only'), 0) = 0)
SELECT 100.0 * on_time / nullif(seen, 0) AS value, CAST(on_time AS DOUBLE) AS numerator, CAST(seen AS DOUBLE) AS denominator, coverage,
       coalesce(judged.newest, line_cover.newest) AS content_time, concat(matched, '/', expected) AS sample
FROM judged CROSS JOIN line_cover
