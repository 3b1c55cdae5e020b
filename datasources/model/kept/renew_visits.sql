-- Stop visits of the trips that a landing touched: the view's own SQL over all their passes, beside what was kept of them.
CREATE OR REPLACE TEMP TABLE renewed_visit AS
WITH stop_visit_candidate AS (
  SELECT * FROM city.main.stop_visit_candidate
  WHERE event_time > CAST(getvariable('read_from') AS TIMESTAMP) AND trip_id IN (SELECT trip_id FROM touched_trip))
SELECT * FROM (
$stop_visit
);
CREATE OR REPLACE TEMP TABLE held_visit AS
SELECT rowid AS held_row, * FROM memory.kept.stop_visit WHERE trip_id IN (SELECT trip_id FROM touched_trip);
CREATE OR REPLACE TEMP TABLE gone_visit AS
SELECT * FROM held_visit held WHERE NOT EXISTS (SELECT 1 FROM renewed_visit incoming WHERE $same);
CREATE OR REPLACE TEMP TABLE new_visit AS
SELECT * FROM renewed_visit incoming WHERE NOT EXISTS (SELECT 1 FROM held_visit held WHERE $same);
CREATE OR REPLACE TEMP TABLE touched_stop AS
SELECT route_id, coalesce(direction_id, 0) AS direction_id, stop_id, min(actual_time) AS since
FROM (SELECT route_id, direction_id, stop_id, actual_time FROM gone_visit UNION ALL SELECT route_id, direction_id, stop_id, actual_time FROM new_visit) changed
GROUP BY ALL;
SET VARIABLE read_from = (SELECT min(since) FROM touched_stop) - INTERVAL '3600' SECOND
