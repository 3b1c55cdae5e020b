-- Put what was renewed in place, and the headways that follow from it: at each stop from the first change on, a later vehicle's
-- headway may be another now. Nothing is a headway that is longer than an hour, so no vehicle before that is looked for.
DELETE FROM memory.kept.stop_visit WHERE rowid IN (SELECT held_row FROM gone_visit);
INSERT INTO memory.kept.stop_visit SELECT * FROM new_visit ORDER BY event_time;
CREATE OR REPLACE TEMP TABLE new_headway AS
WITH stop_visit AS (
  SELECT visit.* FROM memory.kept.stop_visit visit
  WHERE visit.actual_time >= CAST(getvariable('read_from') AS TIMESTAMP) AND EXISTS (
    SELECT 1 FROM touched_stop stop
    WHERE stop.route_id IS NOT DISTINCT FROM visit.route_id AND stop.direction_id = coalesce(visit.direction_id, 0) AND stop.stop_id IS NOT DISTINCT FROM visit.stop_id
      AND visit.actual_time >= stop.since - INTERVAL '3600' SECOND))
SELECT * FROM (
$headways
) passed
WHERE EXISTS (
  SELECT 1 FROM touched_stop stop
  WHERE stop.route_id IS NOT DISTINCT FROM passed.route_id AND stop.direction_id = passed.direction_id AND stop.stop_id IS NOT DISTINCT FROM passed.stop_id
    AND passed.actual_time >= stop.since);
DELETE FROM memory.kept.headways held USING touched_stop stop
WHERE stop.route_id IS NOT DISTINCT FROM held.route_id AND stop.direction_id = held.direction_id AND stop.stop_id IS NOT DISTINCT FROM held.stop_id
  AND held.actual_time >= stop.since;
INSERT INTO memory.kept.headways SELECT * FROM new_headway ORDER BY actual_time;
DELETE FROM memory.kept.stop_visit WHERE event_time < CAST(getvariable('visits_from') AS TIMESTAMP);
DELETE FROM memory.kept.headways WHERE actual_time < CAST(getvariable('headways_from') AS TIMESTAMP)
