-- Where along its line each leg lies: `place`, one row a leg that is found. Of all spots near its two ends, and all trips that it may be on, the pair
-- that costs least: it goes forward, is nearest to the line, makes no detour and fits the time. So lines that meet themselves and both directions of
-- one street are told apart. Where the line comes by there at another time too, the time that fits is not the plan's but later by what the vehicle was late on
-- its last leg without doubt (else at its last stop), up to half an hour before: who is late is not on his next pass. `unsure`: where no time is planned and a vehicle stands where its line comes by twice, both passes are told.
-- By the stops alone (matched_by 'stops') that holds of whoever hardly moves, and of the other direction too; a call is where one that surely moved is
-- seen beside it. Of two lines that go the same way (a short turn) such a vehicle is on the longer. `rivals`: by the line alone the ways that it may as well go along there.
CREATE OR REPLACE TEMP TABLE place AS
WITH measured AS (
  SELECT leg.leg_id, follows, from_latitude, from_longitude, latitude, longitude, from_time, to_time, speed,
         date_diff('second', from_time, to_time) AS duration_s,
         111195 * sqrt((latitude - from_latitude) * (latitude - from_latitude)
                       + cos(radians(latitude)) * cos(radians(latitude)) * (longitude - from_longitude) * (longitude - from_longitude)) AS straight_m
  FROM leg WHERE latitude IS NOT NULL AND longitude IS NOT NULL AND from_latitude IS NOT NULL AND from_longitude IS NOT NULL),
wanted AS (               -- without a timetable a vehicle may be twice as far beside the line, as TransBigData has it
  SELECT measured.leg_id, pattern_id, coalesce(setting('line_radius_m') / 100, max(CASE WHEN matched_by = 'stops' THEN 2 ELSE 1 END)) AS wider
  FROM measured JOIN leg_match ON leg_match.leg_id = measured.leg_id GROUP BY measured.leg_id, pattern_id),
spot AS (                 -- both ends of a leg on the pieces of a line, in metres from where the piece begins
  SELECT leg_id, pattern_id, pick, wider * near_m AS near_m, length_m, along_m, closed_m, north_m, east_m,
         111195 * (at_latitude - line.latitude) AS to_north_m, 111195 * cos(radians(line.latitude)) * (at_longitude - line.longitude) AS to_east_m
  FROM (SELECT leg_id, pattern_id, wider, pick, CASE pick WHEN 1 THEN from_latitude ELSE latitude END AS at_latitude, CASE pick WHEN 1 THEN from_longitude ELSE longitude END AS at_longitude
        FROM measured JOIN wanted USING (leg_id) CROSS JOIN (VALUES (1), (2)) ends(pick)) ended
  JOIN pattern_leg line USING (pattern_id)
  WHERE abs(111195 * (at_latitude - line.latitude) - north_m / 2) <= abs(north_m) / 2 + wider * near_m
    AND abs(111195 * cos(radians(line.latitude)) * (at_longitude - line.longitude) - east_m / 2) <= abs(east_m) / 2 + wider * near_m),
shared AS (
  SELECT *, CASE WHEN length_m > 0 THEN greatest(0, least(1, (to_north_m * north_m + to_east_m * east_m) / (length_m * length_m))) ELSE 0 END AS share FROM spot),
near AS (                 -- back_m: how far behind it the same spot lies on the line, where that goes aside to a stop and back
  SELECT *, along_m - min(along_m) FILTER (off_m <= nearest_m + 2) OVER (PARTITION BY leg_id, pattern_id, pick ORDER BY along_m RANGE BETWEEN 100 PRECEDING AND CURRENT ROW) AS back_m
  FROM (SELECT *, min(off_m) OVER (PARTITION BY leg_id, pattern_id, pick) AS nearest_m
        FROM (SELECT leg_id, pattern_id, pick, closed_m, along_m + share * length_m AS along_m,
                     sqrt((to_north_m - share * north_m) * (to_north_m - share * north_m) + (to_east_m - share * east_m) * (to_east_m - share * east_m)) AS off_m, near_m
              FROM shared) seen) beside),
pair AS (
  SELECT a.leg_id, a.pattern_id, a.along_m AS from_m, b.along_m + CASE WHEN b.along_m < a.along_m - 60 AND a.closed_m IS NOT NULL THEN a.closed_m ELSE 0 END AS to_m,
         a.off_m + b.off_m AS off_m, coalesce(a.back_m, 0) AS back_m, a.closed_m
  FROM near a JOIN near b ON b.leg_id = a.leg_id AND b.pattern_id = a.pattern_id
  WHERE a.pick = 1 AND b.pick = 2 AND a.off_m <= a.near_m AND b.off_m <= b.near_m),
length AS (SELECT pattern_id, min(along_m) AS begins_m, max(along_m) AS length_m FROM pattern_stop GROUP BY pattern_id),
lone AS (                 -- where a route without a timetable has one line only, a vehicle may go along it either way, and goes forward where both fit
  SELECT leg_id FROM wanted GROUP BY leg_id HAVING count(*) = 1),
fitting AS (
  SELECT m.*, CASE WHEN m.matched_by = 'stops' THEN length_m END AS line_m,
         CASE WHEN m.matched_by IN ('line', 'added') AND to_m > begins_m AND from_m < length_m THEN m.pattern_id END AS rival, from_m, to_m, abs(to_m - from_m) AS way_m, straight_m, off_m, back_m,
         from_time, to_time, duration_s, speed, follows, lone.leg_id IS NOT NULL AS either_way,
         -- where no time is planned (strays is NULL) the span is that of the service, not of a trip
         CASE WHEN strays IS NOT NULL THEN date_diff('second', trip_start, from_time) - date_diff('second', trip_start, trip_end) * from_m / nullif(length_m, 0) END AS late_s,
         CASE WHEN m.matched_by IN ('frequency', 'stops') OR m.strays IS NULL THEN pair.closed_m END AS closed_m
  FROM leg_match m JOIN measured ON measured.leg_id = m.leg_id
  JOIN pair ON pair.leg_id = m.leg_id AND pair.pattern_id = m.pattern_id
  JOIN length ON length.pattern_id = m.pattern_id
  LEFT JOIN lone ON lone.leg_id = m.leg_id AND m.matched_by = 'stops'
  WHERE (to_m >= from_m - 30 OR lone.leg_id IS NOT NULL) AND abs(to_m - from_m) <= 40 * duration_s + 100
    -- a trip with planned times ends where its ring does
    AND (to_m <= pair.closed_m + 1 OR pair.closed_m IS NULL OR m.strays IS NULL)
    -- who comes to where a ring begins along its end has not gone round before he set out, nor in a quarter of the time
    AND (pair.closed_m IS NULL OR m.strays IS NULL OR m.trip_start IS NULL OR from_m <= 100
         OR date_diff('second', trip_start, from_time) >= 0.25 * date_diff('second', trip_start, trip_end) * from_m / nullif(length_m, 0) - 300)),
priced AS (
  SELECT *, coalesce(strays, 0) + off_m
         + 0.5 * greatest(0, way_m - 1.5 * straight_m - 100) + 0.05 * greatest(0, way_m - straight_m)   -- a detour
         + 0.5 * greatest(0, straight_m - way_m)                                                       -- nobody gets farther than the way that he goes
         + CASE WHEN either_way THEN 0.2 ELSE 2 END * greatest(0, from_m - to_m)                       -- backwards
         + coalesce(0.02 * abs(late_s), 0)
         + CASE WHEN from_m > 100 THEN coalesce(0.2 * greatest(0, -late_s - 300), 0) ELSE 0 END AS plan_cost  -- early is who waits at the first stop, and hardly anybody else
  FROM fitting),
likely AS (
  SELECT leg_id, late_s, way, plan_cost, row_number() OVER leg AS rank, first_value(plan_cost) OVER leg AS first_cost, first_value(way) OVER leg AS first_way,
         trip_id_performed <> first_value(trip_id_performed) OVER leg OR abs(from_m - first_value(from_m) OVER leg) > 200 AS elsewhere
  FROM priced WHERE strays IS NOT NULL AND matched_by <> 'block'
  WINDOW leg AS (PARTITION BY leg_id ORDER BY way, plan_cost, service_date, trip_id_performed, from_m, to_m)),
told AS (                 -- rivals: other places that cost under 30 m more, as 25 minutes do
  SELECT leg_id, max(late_s) FILTER (WHERE rank = 1) AS late_s, count(*) FILTER (WHERE elsewhere AND way = first_way AND plan_cost < first_cost + 30) AS rivals
  FROM likely GROUP BY leg_id),
doubt AS (                -- known: on the last leg before it without rivals
  SELECT leg.leg_id, leg.feed, leg.vehicle_id, leg.to_time, rivals,
         last_value(CASE WHEN rivals = 0 THEN late_s END IGNORE NULLS) OVER earlier AS known_s,
         last_value(CASE WHEN rivals = 0 AND late_s IS NOT NULL THEN leg.to_time END IGNORE NULLS) OVER earlier AS known_time
  FROM told JOIN leg ON leg.leg_id = told.leg_id
  WINDOW earlier AS (PARTITION BY leg.feed, leg.vehicle_id ORDER BY leg.to_time, leg.leg_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
delay AS (
  SELECT doubt.leg_id, CASE WHEN known_time >= doubt.to_time - INTERVAL '1800' SECOND THEN known_s ELSE held_s END AS delay_s
  FROM doubt
  LEFT JOIN (SELECT doubt.leg_id, arg_max(date_diff('second', scheduled_time, CASE WHEN terminal = 2 THEN arrival_time ELSE departure_time END), departure_time) AS held_s
             FROM doubt JOIN stop_visit_candidate held ON held.feed = doubt.feed AND held.vehicle_id = doubt.vehicle_id
              AND held.departure_time < doubt.to_time AND held.departure_time >= doubt.to_time - INTERVAL '1800' SECOND
             WHERE rivals > 0 AND seen <> 'unsure' AND scheduled_time IS NOT NULL AND (terminal <> 1 OR seen = 'passing')
               AND held.event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '3600' SECOND AND CAST(getvariable('batch_to') AS TIMESTAMP)
             GROUP BY doubt.leg_id) stop ON stop.leg_id = doubt.leg_id
  WHERE rivals > 0),
fitted AS (
  SELECT priced.* EXCLUDE (plan_cost), plan_cost + coalesce(0.02 * (abs(late_s - delay_s) - abs(late_s)), 0) AS cost FROM priced LEFT JOIN delay ON delay.leg_id = priced.leg_id),
placed AS (               -- wavers: no farther than a position is off
  SELECT * EXCLUDE (way_m, either_way, late_s), follows AND straight_m < 60 AND (straight_m <= 1.5 * duration_s OR coalesce(speed < 1, FALSE)) AS stands,
         matched_by = 'stops' AND way_m <= straight_m + 60 AND straight_m <= least(60, greatest(1.5 * duration_s, least(40, 4 * duration_s))) AS wavers
  FROM fitted),
ranked AS (
  SELECT *, row_number() OVER leg AS rank, first_value(way) OVER leg AS first_way, first_value(from_m) OVER leg AS first_m, first_value(off_m) OVER leg AS first_off_m,
         first_value(trip_id_performed) OVER leg AS first_run,
         string_agg(rival, ',') OVER (PARTITION BY leg_id, way, direction_id ORDER BY cost RANGE BETWEEN CURRENT ROW AND 60 FOLLOWING) AS rivals
  FROM placed WINDOW leg AS (PARTITION BY leg_id ORDER BY way, cost, line_m DESC, service_date, trip_id_performed, from_m, to_m))
SELECT * EXCLUDE (rank, line_m, rival, first_way, first_m, first_off_m, first_run, wavers), count(*) OVER (PARTITION BY leg_id) > 1 AS unsure
FROM ranked
WHERE rank = 1
   OR (way = first_way AND strays IS NULL AND (abs(from_m - first_m) > 200 OR trip_id_performed <> first_run)
       AND CASE WHEN matched_by = 'stops' THEN wavers AND off_m <= first_off_m + 30
                ELSE (stands OR NOT follows) AND off_m <= first_off_m + 60 AND trip_id_performed = first_run END)
