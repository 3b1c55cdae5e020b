-- Stop visits at the calls that a landing touched: the view's own SQL over all passes there, beside what was kept of them. With them go the
-- first call of each trip, which counts once the trip went on, and the farthest, which tells that it did; of a trip that only its block tells two calls
-- where it moved along the line, without which none counts.
CREATE OR REPLACE TEMP TABLE touched_run AS
SELECT touched.trip_id, min(known.first_time) AS first_time, min(touched.event_time) AS touched_time, coalesce(bool_and(known.whole), TRUE) AS whole
FROM touched_trip touched LEFT JOIN memory.kept.run known ON known.trip_id = touched.trip_id GROUP BY touched.trip_id;
-- the passes from the first change on are read again, and all passes of a trip whose passes were let go
DELETE FROM memory.kept.run_pass
WHERE event_time >= CAST(getvariable('changed_from') AS TIMESTAMP) AND trip_id IN (SELECT trip_id FROM touched_run);
INSERT INTO memory.kept.run_pass BY NAME
SELECT * FROM city.main.stop_visit_candidate
WHERE event_time >= CAST(getvariable('changed_from') AS TIMESTAMP) AND trip_id IN (SELECT trip_id FROM touched_run);
INSERT INTO memory.kept.run_pass BY NAME
SELECT * FROM city.main.stop_visit_candidate
WHERE event_time > CAST(getvariable('read_from') AS TIMESTAMP) AND event_time < CAST(getvariable('changed_from') AS TIMESTAMP)
  AND trip_id IN (SELECT trip_id FROM touched_run WHERE NOT whole);
CREATE OR REPLACE TEMP TABLE touched_call AS
WITH run AS (
  SELECT trip_id, min(stop_sequence) FILTER (WHERE terminal = 1) AS first_call, max(stop_sequence) FILTER (WHERE coalesce(seen, '') <> 'unsure' AND NOT coalesce(skipped, FALSE)) AS farthest,
         max(matched_by) = 'block' AS guessed, arg_min(stop_sequence, stop_id) FILTER (WHERE seen IN ('passing', 'coming') OR distance_m IS NULL) AS one_call,
         arg_max(stop_sequence, stop_id) FILTER (WHERE seen IN ('passing', 'coming') OR distance_m IS NULL) AS other_call
  FROM memory.kept.run_pass WHERE trip_id IN (SELECT trip_id FROM touched_run) GROUP BY trip_id, service_date, trip_id_performed)
SELECT trip_id, stop_sequence FROM touched_trip
UNION SELECT trip_id, first_call FROM run WHERE first_call IS NOT NULL
UNION SELECT trip_id, farthest FROM run WHERE first_call IS NOT NULL
UNION SELECT trip_id, one_call FROM run WHERE guessed AND one_call IS NOT NULL
UNION SELECT trip_id, other_call FROM run WHERE guessed AND other_call IS NOT NULL
UNION SELECT pass.trip_id, pass.stop_sequence
FROM memory.kept.run_pass pass JOIN run ON run.trip_id = pass.trip_id
LEFT JOIN touched_trip touched ON touched.trip_id = run.trip_id AND touched.stop_sequence IN (run.one_call, run.other_call)
WHERE guessed AND (one_call IS NULL OR touched.trip_id IS NOT NULL);
CREATE OR REPLACE TEMP TABLE renewed_visit AS
WITH stop_visit_candidate AS (SELECT * FROM memory.kept.run_pass SEMI JOIN touched_call USING (trip_id, stop_sequence))
SELECT *, hash(told) AS digest FROM (
$stop_visit
) told;
-- a visit's time may be its arrival, which is before the pass that told of its departure, by no more than an hour
SET VARIABLE held_from = (SELECT min(first_time) FROM touched_run) - INTERVAL '3600' SECOND;
CREATE OR REPLACE TEMP TABLE held_visit AS
SELECT rowid AS held_row, trip_id, stop_sequence, route_id, direction_id, stop_id, pass, actual_time, digest FROM memory.kept.stop_visit held SEMI JOIN touched_call USING (trip_id, stop_sequence)
WHERE event_time >= CAST(getvariable('held_from') AS TIMESTAMP);
CREATE OR REPLACE TEMP TABLE gone_visit AS
SELECT * FROM held_visit held WHERE NOT EXISTS (
  SELECT 1 FROM renewed_visit told WHERE told.trip_id = held.trip_id AND told.stop_sequence IS NOT DISTINCT FROM held.stop_sequence AND told.digest = held.digest);
CREATE OR REPLACE TEMP TABLE new_visit AS
SELECT * FROM renewed_visit told WHERE NOT EXISTS (
  SELECT 1 FROM held_visit held WHERE told.trip_id = held.trip_id AND told.stop_sequence IS NOT DISTINCT FROM held.stop_sequence AND told.digest = held.digest)
