-- title: 计划到站的位置 | Where planned calls are on the line
-- row: one planned call of line_call, on the strip of its direction: the stops of the trip with the most calls
-- formula: along_m = straight from stop to stop of the strip, summed from the first; the same stop, and where the line meets itself the one nearest in order of calls;
--   is_strip = a call of the strip's own trip; times = how often the trip calls at that stop (twice where a loop ends)
-- unit: m
-- once: true
-- source: GTFS stop_times, stops
WITH call AS (SELECT * FROM line_call),
strip AS (
  SELECT call.direction_id, call.service_date, call.trip_id, call.stop_id, call.number AS place, call.straight_m AS along_m
  FROM call JOIN (
    SELECT service_date, trip_id FROM call WHERE number = 1
    QUALIFY row_number() OVER (PARTITION BY direction_id ORDER BY calls DESC, service_date, trip_id) = 1) longest
    ON longest.service_date = call.service_date AND longest.trip_id = call.trip_id),
-- of two places as near the one before
spot AS (
  SELECT here.direction_id, here.stop_id, here.number, arg_min(strip.place, 2 * abs(strip.place - here.number) + CASE WHEN strip.place > here.number THEN 1 ELSE 0 END) AS place
  FROM (SELECT DISTINCT direction_id, stop_id, number FROM call) here
  JOIN strip ON strip.direction_id = here.direction_id AND strip.stop_id = here.stop_id
  GROUP BY here.direction_id, here.stop_id, here.number)
SELECT call.*, strip.place, strip.along_m, strip.service_date = call.service_date AND strip.trip_id = call.trip_id AS is_strip
FROM call
JOIN spot ON spot.direction_id = call.direction_id AND spot.stop_id = call.stop_id AND spot.number = call.number
JOIN strip ON strip.direction_id = spot.direction_id AND strip.place = spot.place
