-- title: 本线各班次准点 | On-time share by trip
-- row: 每行为统计时段内有到站记录的所选线路和方向的一个班次，占比低的在前 | one trip of the chosen line and direction with stop visits in the window, lowest share first
-- formula: 偏差在本线路及站点类型的准点时间窗内的到站 / 全部到站；旁列偏差中位 | visits within the on-time window of the line and the kind of stop / visits; median delay beside it
-- unit: %
-- source: 与本线准点率同一口径 | as the on-time share of the line
-- opens: trip_visits(trip = trip_id, service_date = service_date) as trip_id
-- columns: value = 准点 % | On time, % : 1; numerator = 准点 | On time; denominator = 到站 | Visits
WITH visit AS (
  SELECT v.service_date, v.trip_id, v.vehicle_id, v.actual_time, v.delay_s,
         CASE WHEN v.terminal = 1 THEN 'departure' WHEN v.terminal = 2 THEN 'arrival' WHEN v.timepoint = 1 THEN 'timepoint' ELSE 'stop' END AS stop_type
  FROM line_visit v JOIN line_chosen chosen ON chosen.direction_id = v.direction_id
  WHERE v.delay_s IS NOT NULL AND v.actual_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('window_s'), 3600)),
rule AS (
  SELECT r.stop_type, coalesce(max(CASE WHEN r.route_id <> '' THEN r.early_s END), max(r.early_s)) AS early_s,
         coalesce(max(CASE WHEN r.route_id <> '' THEN r.late_s END), max(r.late_s)) AS late_s
  FROM on_time_rule r JOIN line_chosen chosen ON r.route_id IN ('', chosen.route_id) GROUP BY r.stop_type)
SELECT visit.trip_id, arg_max(coalesce(named.label, visit.vehicle_id), visit.vehicle_id) AS label, max(visit.vehicle_id) AS vehicle_id,
       100.0 * count(*) FILTER (WHERE visit.delay_s BETWEEN -rule.early_s AND rule.late_s) / count(*) AS value,
       count(*) FILTER (WHERE visit.delay_s BETWEEN -rule.early_s AND rule.late_s) AS numerator, count(*) AS denominator,
       count(*) FILTER (WHERE visit.delay_s < -rule.early_s) AS early, count(*) FILTER (WHERE visit.delay_s > rule.late_s) AS late,
       quantile_cont(visit.delay_s, 0.5) AS median_delay_s, max(visit.actual_time) AS event_time, visit.service_date
FROM visit JOIN rule ON rule.stop_type = visit.stop_type
LEFT JOIN vehicle_label named ON named.vehicle_id = visit.vehicle_id
WHERE visit.stop_type <> 'stop' OR coalesce(setting('timepoints_only'), 0) = 0
GROUP BY visit.service_date, visit.trip_id
ORDER BY value, visit.trip_id
