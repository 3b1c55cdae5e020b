-- title: 计划到站的位置 | Where planned calls are on the line
-- row: one planned call of line_call, on the strip of its direction: the stops of the trip with the most calls
-- formula: along_m = straight from stop to stop of the strip, summed from the first; the same stop, and where the line meets itself the one nearest in order of calls;
--   is_strip = a call of the strip's own trip; times = how often the trip calls at that stop (twice where a loop ends)
-- unit: m
-- once: true
-- source: GTFS stop_times, stops
WITH call AS (
  SELECT *, row_number() OVER (PARTITION BY service_date, trip_id ORDER BY stop_sequence) AS number,
         count(*) OVER (PARTITION BY service_date, trip_id) AS calls, count(*) OVER (PARTITION BY service_date, trip_id, stop_id) AS times
  FROM line_call),
longest AS (
  SELECT direction_id, service_date, trip_id FROM call WHERE number = 1
  QUALIFY row_number() OVER (PARTITION BY direction_id ORDER BY calls DESC, service_date, trip_id) = 1),
step AS (
  SELECT call.*, 111195 * (call.latitude - lag(call.latitude) OVER way) AS north_m,
         111195 * cos(radians(call.latitude)) * (call.longitude - lag(call.longitude) OVER way) AS east_m
  FROM call JOIN longest ON longest.service_date = call.service_date AND longest.trip_id = call.trip_id
  WINDOW way AS (PARTITION BY call.direction_id ORDER BY call.stop_sequence)),
strip AS (
  SELECT service_date, trip_id, direction_id, stop_id, number AS place,
         sum(coalesce(sqrt(north_m * north_m + east_m * east_m), 0)) OVER (PARTITION BY direction_id ORDER BY number) AS along_m
  FROM step)
SELECT call.*, strip.place, strip.along_m, strip.service_date = call.service_date AND strip.trip_id = call.trip_id AS is_strip
FROM call
JOIN strip ON strip.direction_id = call.direction_id AND strip.stop_id = call.stop_id
QUALIFY row_number() OVER (PARTITION BY call.service_date, call.trip_id, call.stop_sequence ORDER BY abs(strip.place - call.number), strip.place) = 1
