-- title: 已开班次应到站数 | Calls due of trips that ran
-- row: one line, direction and district, whatever the scope
-- formula: calls of trips that called anywhere, or that a vehicle reports now, planned in the window when moved by the delay at their newest call; those that are skipped are not due; with the setting timepoints_only = 1 no plain stops
-- unit: -
-- once: true
-- kept: minute
-- source: Swiftly, TIDES: visits observed of the visits due
WITH ran AS (
  SELECT service_date, trip_id_performed, coalesce(delay_s, 0) AS delay_s FROM trip_visited
  UNION ALL
  SELECT DISTINCT CAST(NULL AS VARCHAR), trip_id_performed, 0 FROM vehicle_match
  WHERE trip_id_performed IS NOT NULL AND trip_id_performed NOT IN (SELECT trip_id_performed FROM trip_visited))
SELECT c.route_id, coalesce(c.direction_id, 0) AS direction_id, c.district_id, count(*) AS calls
FROM service_call c
JOIN ran ON ran.trip_id_performed = c.trip_id_performed AND (ran.service_date IS NULL OR ran.service_date = c.service_date)
WHERE c.scheduled_time <= as_of() + INTERVAL '3600' SECOND
  AND c.scheduled_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 3600)
  AND c.scheduled_time + INTERVAL '1' SECOND * ran.delay_s <= as_of()
  AND c.scheduled_time + INTERVAL '1' SECOND * ran.delay_s > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
  AND NOT EXISTS (SELECT 1 FROM stop_skipped skip WHERE skip.trip_id = c.trip_id AND skip.start_date IN ('', c.service_date)
                    AND (skip.stop_sequence = c.stop_sequence OR skip.stop_id = c.stop_id)
                    AND (skip.start_time IS NULL OR c.trip_id_performed = c.trip_id OR c.trip_id_performed = run_name(c.trip_id, skip.start_time)))
  AND (coalesce(setting('timepoints_only'), 0) = 0 OR c.terminal > 0 OR c.timepoint = 1)
GROUP BY c.route_id, coalesce(c.direction_id, 0), c.district_id
