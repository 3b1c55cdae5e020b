-- title: 到站准点 | Punctuality of stop visits
-- row: one observed call in the window and in scope(), whatever line is chosen
-- formula: stop_type = departure at a trip's first stop, arrival at its last, timepoint where the timetable says so, else stop; punctuality by on_time_rule:
--   early below -early_s, late above late_s, else on_time; with the setting timepoints_only = 1 plain stops are not judged
-- unit: s
-- source: stop_visit_window
SELECT v.*, coalesce(own.early_s, any_line.early_s) AS early_s, coalesce(own.late_s, any_line.late_s) AS late_s,
       CASE WHEN v.delay_s < -coalesce(own.early_s, any_line.early_s) THEN 'early'
            WHEN v.delay_s > coalesce(own.late_s, any_line.late_s) THEN 'late' ELSE 'on_time' END AS punctuality
FROM (SELECT *, CASE WHEN terminal = 1 THEN 'departure' WHEN terminal = 2 THEN 'arrival' WHEN timepoint = 1 THEN 'timepoint' ELSE 'stop' END AS stop_type
      FROM stop_visit_window
      WHERE delay_s IS NOT NULL) v
JOIN on_time_rule any_line ON any_line.route_id = '' AND any_line.stop_type = v.stop_type
LEFT JOIN on_time_rule own ON own.route_id <> '' AND own.route_id = v.route_id AND own.stop_type = v.stop_type
WHERE v.stop_type <> 'stop' OR coalesce(setting('timepoints_only'), 0) = 0
