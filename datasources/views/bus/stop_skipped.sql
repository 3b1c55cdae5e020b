-- title: 跳停的站点 | Stops that are skipped
-- row: one stop of a trip that its newest update, as known at as_of(), says is not served; start_date '' and start_time NULL: on any
-- formula: newest stop_schedule_relationship is SKIPPED, told in the window or in the day before it; where no date is told, in the half day before it
-- unit: -
-- once: true
-- source: GTFS-Realtime TripUpdates (called_off)
SELECT min(trip_id) AS trip_id, coalesce(min(start_date), '') AS start_date, min(start_time) AS start_time, min(stop_sequence) AS stop_sequence, min(stop_id) AS stop_id
FROM called_off
WHERE (stop_sequence IS NOT NULL OR stop_id IS NOT NULL) AND event_time <= as_of() AND received_at <= as_of()
  AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + CASE WHEN nullif(start_date, '') IS NULL THEN 43200 ELSE 90000 END)
GROUP BY what HAVING arg_max(is_off, event_time)
