-- title: 应到终点班次 | Trips due to have ended
-- row: one trip planned to end in the window, at least ten minutes ago, at a last stop in scope(); of the line and direction named by the parameters where given
-- formula: trip_outcome by planned_end; `delay_s` is that of its arrival, `on_time` whether within the window of its line for arrivals
-- unit: s
-- once: true
-- source: standard
SELECT t.*, t.arrival_delay_s AS delay_s,
       t.arrival_delay_s BETWEEN -coalesce(own.early_s, any_line.early_s) AND coalesce(own.late_s, any_line.late_s) AS on_time
FROM trip_outcome t
JOIN on_time_rule any_line ON any_line.route_id = '' AND any_line.stop_type = 'arrival'
LEFT JOIN on_time_rule own ON own.route_id = t.route_id AND own.stop_type = 'arrival'
WHERE t.planned_end <= as_of() - INTERVAL '600' SECOND AND (scope() IS NULL OR t.last_district_id = scope())
  AND t.planned_end > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
  AND (parameter('line') IS NULL OR t.route_id = parameter('line')) AND (parameter('direction') IS NULL OR t.direction_id = CAST(parameter('direction') AS INT))
