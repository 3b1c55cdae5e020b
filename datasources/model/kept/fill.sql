-- Everything that is kept, anew: the views' own SQL at the newest moment. The rows are what a question of the longest window kept may read.
DELETE FROM memory.kept.stop_visit;
DELETE FROM memory.kept.headways;
DELETE FROM memory.kept.trip_pass;
DELETE FROM memory.kept.trip_visited;
DELETE FROM memory.kept.headway_last;
DELETE FROM memory.kept.run;
DELETE FROM memory.kept.run_pass;
INSERT INTO memory.kept.stop_visit SELECT *, hash(told) FROM memory.plain.stop_visit_rule told ORDER BY event_time;
INSERT INTO memory.kept.headways
WITH stop_visit AS (SELECT * EXCLUDE (digest) FROM memory.kept.stop_visit)
SELECT *, NULL FROM (
$headways
) ORDER BY actual_time;
INSERT INTO memory.kept.run
SELECT trip_id, min(event_time), max(event_time), FALSE FROM city.main.stop_visit_candidate
WHERE event_time > CAST(getvariable('read_from') AS TIMESTAMP)
GROUP BY trip_id;
INSERT INTO memory.kept.trip_pass BY NAME SELECT * FROM memory.plain.trip_pass_rule;
INSERT INTO memory.kept.trip_visited BY NAME
WITH stop_visit AS (SELECT * EXCLUDE (digest) FROM memory.kept.stop_visit)
SELECT * FROM (
$trip_visited
);
INSERT INTO memory.kept.headway_last BY NAME
WITH headways AS (SELECT * EXCLUDE (digest) FROM memory.kept.headways),
trip_visited AS (SELECT * EXCLUDE (digest) FROM memory.kept.trip_visited)
SELECT * FROM (
$headway_last
);
INSERT INTO memory.kept.stop_visit BY NAME SELECT * FROM memory.plain.stop_visit_before
