-- The last headway of the trips that called, or whose headways are others now.
CREATE OR REPLACE TEMP TABLE touched_last AS
SELECT trip_id FROM touched_run UNION SELECT trip_id FROM gone_headway UNION SELECT trip_id FROM new_headway;
DELETE FROM memory.kept.headway_last WHERE trip_id IN (SELECT trip_id FROM touched_last);
INSERT INTO memory.kept.headway_last BY NAME
WITH headways AS (
  SELECT * EXCLUDE (digest) FROM memory.kept.headways
  WHERE actual_time > CAST(getvariable('newest') AS TIMESTAMP) - INTERVAL '900' SECOND AND trip_id IN (SELECT trip_id FROM touched_last)),
trip_visited AS (SELECT * EXCLUDE (digest) FROM memory.kept.trip_visited WHERE trip_id IN (SELECT trip_id FROM touched_last))
SELECT * FROM (
$headway_last
)
