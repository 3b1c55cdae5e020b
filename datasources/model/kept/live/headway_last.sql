-- The view headway_last from what is kept.
SELECT * EXCLUDE (digest) FROM memory.kept.headway_last
WHERE actual_time <= as_of() AND actual_time > as_of() - INTERVAL '900' SECOND AND (scope() IS NULL OR district_id = scope())
