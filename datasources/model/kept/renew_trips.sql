-- What is kept a trip: its newest pass, and whether it called anywhere.
DELETE FROM memory.kept.trip_pass WHERE trip_id IN (SELECT trip_id FROM touched_run);
INSERT INTO memory.kept.trip_pass BY NAME
WITH stop_visit_candidate AS (SELECT * FROM memory.kept.run_pass WHERE trip_id IN (SELECT trip_id FROM touched_run))
SELECT * FROM (
$trip_pass
);
DELETE FROM memory.kept.trip_visited WHERE trip_id IN (SELECT trip_id FROM touched_run);
INSERT INTO memory.kept.trip_visited BY NAME
WITH stop_visit AS (SELECT * EXCLUDE (digest) FROM memory.kept.stop_visit WHERE trip_id IN (SELECT trip_id FROM touched_run))
SELECT * FROM (
$trip_visited
)
