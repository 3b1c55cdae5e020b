-- The view trip_pass from what is kept.
SELECT * EXCLUDE (digest) FROM memory.kept.trip_pass
WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 3600)
