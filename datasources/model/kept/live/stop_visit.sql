-- The view stop_visit from what is kept: what is newer than the moment is not told yet.
SELECT * EXCLUDE (digest) FROM memory.kept.stop_visit
WHERE event_time <= as_of()
  AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 3600)
