-- title: 各班次最近经过 | Newest pass of each trip
-- row: one run of a trip that passed a stop in the window or in the hour before it
-- formula: the newest pass of any of its stops; delay_s = its time less the planned one, none where the trip is replaced
-- unit: s
-- once: true
-- kept: true
-- source: standard
SELECT trip_id, trip_id_performed, max(event_time) AS event_time, arg_max(date_diff('second', scheduled_time, actual_time), event_time) FILTER (WHERE coalesce(matched_by, '') <> 'replaced') AS delay_s
FROM stop_visit_candidate
WHERE event_time <= as_of() AND received_at <= as_of()
  AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 3600)
  AND coalesce(seen, '') <> 'unsure' AND (terminal <> 1 OR actual_time >= scheduled_time)   -- one that waits at its first stop is not early
GROUP BY trip_id, trip_id_performed
