-- The view headways from what is kept.
SELECT * EXCLUDE (digest) FROM memory.kept.headways
WHERE actual_time <= as_of()
  AND actual_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
  AND (scope() IS NULL OR district_id = scope())
