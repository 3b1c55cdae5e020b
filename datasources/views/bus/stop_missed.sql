-- title: 未见的经停 | Stops passed unseen
-- row: one stop that a vehicle to which no times are planned passed, or may have, without being seen there, in the window or the hour before it; whatever the scope
-- formula: stops of its line between two at which it was seen one after the other within an hour: some time between; before the first and after the last of a round: as long away as the way takes at 2.5 to 20 m/s, but where trips of the line are planned to begin or end (short turns)
-- unit: -
-- once: true
-- source: standard
WITH call AS (
  SELECT pattern_id, stop_sequence, stop_id, pass, along_m, row_number() OVER (PARTITION BY pattern_id ORDER BY stop_sequence) AS number FROM pattern_stop),
about AS (
  SELECT route_id, coalesce(direction_id, 0) AS direction_id, first_stop_id, last_stop_id FROM planned_trip
  WHERE planned_start <= as_of() AND planned_end > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 7200)),
seen AS (
  SELECT v.route_id, coalesce(v.direction_id, 0) AS direction_id, p.pattern_id, v.vehicle_id, v.actual_time, c.along_m, c.number, begins.stop_id IS NOT NULL AS may_begin, ends.stop_id IS NOT NULL AS may_end
  FROM stop_visit v
  JOIN (SELECT trip_id, min(pattern_id) AS pattern_id FROM trip_pattern GROUP BY trip_id) p   -- one known by its line alone bears the name of a trip that goes its way
    ON p.trip_id = CASE WHEN v.matched_by = 'line' THEN replace(v.trip_id, concat(v.route_id, '@', v.vehicle_id, '#'), '') ELSE v.trip_id END
  JOIN call c ON c.pattern_id = p.pattern_id AND c.stop_sequence = v.stop_sequence
  LEFT JOIN (SELECT DISTINCT route_id, direction_id, first_stop_id AS stop_id FROM about) begins ON begins.route_id = v.route_id AND begins.direction_id = coalesce(v.direction_id, 0) AND begins.stop_id = v.stop_id
  LEFT JOIN (SELECT DISTINCT route_id, direction_id, last_stop_id AS stop_id FROM about) ends ON ends.route_id = v.route_id AND ends.direction_id = coalesce(v.direction_id, 0) AND ends.stop_id = v.stop_id
  WHERE v.scheduled_time IS NULL AND v.matched_by IN ('trip_id', 'frequency', 'line')),
step AS (                 -- from call to call; beyond is where a round ends
  SELECT *, coalesce(next_number > number AND date_diff('second', actual_time, next_time) <= 3600, FALSE) AS goes_on,
         coalesce(before_number < number AND date_diff('second', before_time, actual_time) <= 3600, FALSE) AS came_on
  FROM (SELECT *, lag(number) OVER vehicle AS before_number, lag(actual_time) OVER vehicle AS before_time, lead(number) OVER vehicle AS next_number, lead(actual_time) OVER vehicle AS next_time
        FROM seen WINDOW vehicle AS (PARTITION BY route_id, direction_id, pattern_id, vehicle_id ORDER BY actual_time, number)) followed)
SELECT s.route_id, s.direction_id, c.stop_id, c.pass,
       CASE WHEN c.number < s.number THEN s.actual_time - INTERVAL '1' SECOND * CAST(round((s.along_m - c.along_m) / 2.5) AS BIGINT)
            WHEN s.goes_on THEN s.actual_time ELSE s.actual_time + INTERVAL '1' SECOND * CAST(round((c.along_m - s.along_m) / 20) AS BIGINT) END AS from_time,
       CASE WHEN c.number < s.number THEN s.actual_time - INTERVAL '1' SECOND * CAST(round((s.along_m - c.along_m) / 20) AS BIGINT)
            WHEN s.goes_on THEN s.next_time ELSE s.actual_time + INTERVAL '1' SECOND * CAST(round((c.along_m - s.along_m) / 2.5) AS BIGINT) END AS to_time
FROM step s
JOIN call c ON c.pattern_id = s.pattern_id
 AND (c.number > s.number AND CASE WHEN s.goes_on THEN c.number < s.next_number ELSE NOT s.may_end END OR c.number < s.number AND NOT s.came_on AND NOT s.may_begin)
WHERE NOT s.goes_on OR NOT s.came_on OR s.next_number > s.number + 1
