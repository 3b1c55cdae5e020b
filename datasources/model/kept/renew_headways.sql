-- Put what was renewed in place, and the headways that follow from it: at each stop from the first change on, a later vehicle's
-- headway may be another now. What is kept of the visits holds the newest before them at each stop, so nothing is looked for elsewhere.
DELETE FROM memory.kept.stop_visit WHERE rowid IN (SELECT held_row FROM gone_visit);
INSERT INTO memory.kept.stop_visit SELECT * FROM new_visit ORDER BY event_time;
CREATE OR REPLACE TEMP TABLE changed_stop AS
SELECT route_id, coalesce(direction_id, 0) AS direction_id, stop_id, pass, min(actual_time) AS since
FROM (SELECT route_id, direction_id, stop_id, pass, actual_time FROM gone_visit UNION ALL SELECT route_id, direction_id, stop_id, pass, actual_time FROM new_visit) changed
GROUP BY ALL;
SET VARIABLE since = (SELECT min(since) FROM changed_stop);
CREATE OR REPLACE TEMP TABLE touched_stop AS   -- from: the vehicle before the first change
SELECT stop.*, coalesce(max(visit.actual_time), stop.since) AS from_time
FROM changed_stop stop LEFT JOIN memory.kept.stop_visit visit
  ON visit.route_id IS NOT DISTINCT FROM stop.route_id AND coalesce(visit.direction_id, 0) = stop.direction_id AND visit.stop_id IS NOT DISTINCT FROM stop.stop_id AND visit.pass = stop.pass
  AND visit.actual_time < stop.since AND visit.actual_time >= CAST(getvariable('since') AS TIMESTAMP) - INTERVAL '14400' SECOND
GROUP BY stop.route_id, stop.direction_id, stop.stop_id, stop.pass, stop.since;
SET VARIABLE since = (SELECT min(from_time) FROM touched_stop);
CREATE OR REPLACE TEMP TABLE new_headway AS
WITH stop_visit AS (
  SELECT visit.* EXCLUDE (digest) FROM memory.kept.stop_visit visit JOIN touched_stop stop
    ON stop.route_id IS NOT DISTINCT FROM visit.route_id AND stop.direction_id = coalesce(visit.direction_id, 0) AND stop.stop_id IS NOT DISTINCT FROM visit.stop_id AND stop.pass = visit.pass
  WHERE visit.actual_time >= CAST(getvariable('since') AS TIMESTAMP) AND visit.actual_time >= stop.from_time),
stop_visit_before AS (SELECT * FROM stop_visit WHERE FALSE)
SELECT passed.*, CAST(NULL AS UBIGINT) AS digest FROM (
$headways
) passed JOIN touched_stop stop
  ON stop.route_id IS NOT DISTINCT FROM passed.route_id AND stop.direction_id = passed.direction_id AND stop.stop_id IS NOT DISTINCT FROM passed.stop_id AND stop.pass = passed.pass
  AND passed.actual_time >= stop.since;
CREATE OR REPLACE TEMP TABLE gone_headway AS
SELECT held.rowid AS held_row, held.trip_id FROM memory.kept.headways held JOIN touched_stop stop
  ON stop.route_id IS NOT DISTINCT FROM held.route_id AND stop.direction_id = held.direction_id AND stop.stop_id IS NOT DISTINCT FROM held.stop_id AND stop.pass = held.pass
  AND held.actual_time >= stop.since
WHERE held.actual_time >= CAST(getvariable('since') AS TIMESTAMP);
DELETE FROM memory.kept.headways WHERE rowid IN (SELECT held_row FROM gone_headway);
INSERT INTO memory.kept.headways SELECT * FROM new_headway ORDER BY actual_time
