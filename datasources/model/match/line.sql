-- By the line alone, though its trips have a timetable: which of them a vehicle drives is not guessed, so it has a headway to keep and no planned time.
-- Vehicles that say that their trip was added to the timetable (ADDED, NEW, DUPLICATED), or has none (UNSCHEDULED) and was not found otherwise, are found so whatever the list says.
INSERT INTO leg_match
WITH way AS (             -- the ways that a line goes at this hour, each called by one of its trips, whatever the hour
  SELECT way.*, (SELECT min(p.trip_id) FROM trip_pattern p WHERE p.pattern_id = way.pattern_id) AS one
  FROM (
    SELECT route_id, direction_id, pattern_id, min(service_date) AS service_date, min(trip_start) AS first_start, max(trip_end) AS last_end
    FROM service_trip
    WHERE trip_start <= CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600)
      AND trip_end >= CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600)
    GROUP BY route_id, direction_id, pattern_id) way),
named AS (
  SELECT *, concat(CASE WHEN added AND trip_id <> '' THEN trip_id ELSE route_id END, '@', vehicle_id) AS run FROM leg WHERE match LIKE '%,line,%' AND NOT (added AND leg_id IN (SELECT leg_id FROM leg_match)))
SELECT named.leg_id, instr(named.match, ',line,'), CASE WHEN named.added THEN 'added' ELSE 'line' END, way.service_date, concat(named.run, '#', way.one), concat(named.run, '#', way.one),
       way.route_id, way.direction_id, way.pattern_id, CAST(NULL AS TIMESTAMP), CAST(NULL AS TIMESTAMP), CAST(NULL AS INT), CAST(NULL AS DOUBLE)
FROM named
JOIN way ON way.route_id = named.route_id AND (named.direction_id IS NULL OR way.direction_id IS NULL OR way.direction_id = named.direction_id)
 AND named.to_time BETWEEN way.first_start - INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600) AND way.last_end + INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600)
