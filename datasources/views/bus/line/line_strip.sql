-- title: 线路站序 | Stops along the line
-- row: one stop of the chosen line and direction, in order of travel
-- formula: the stops of the trip with the most calls; along_m = straight from stop to stop, summed from the first
-- unit: m
-- once: true
-- source: GTFS stop_times, stops
WITH longest AS (
  SELECT direction_id, service_date, trip_id FROM line_call
  GROUP BY direction_id, service_date, trip_id
  QUALIFY row_number() OVER (PARTITION BY direction_id ORDER BY count(*) DESC, service_date, trip_id) = 1),
step AS (
  SELECT c.direction_id, c.stop_sequence, c.stop_id, c.timepoint, c.terminal, c.latitude, c.longitude,
         111195 * (c.latitude - lag(c.latitude) OVER way) AS north_m,
         111195 * cos(radians(c.latitude)) * (c.longitude - lag(c.longitude) OVER way) AS east_m,
         row_number() OVER way AS place
  FROM line_call c
  JOIN longest ON longest.service_date = c.service_date AND longest.trip_id = c.trip_id AND longest.direction_id = c.direction_id
  WINDOW way AS (PARTITION BY c.direction_id ORDER BY c.stop_sequence))
SELECT chosen.route_id, chosen.route_name, step.direction_id, step.place, step.stop_id, coalesce(s.stop_name, step.stop_id) AS stop_name, step.timepoint, step.terminal,
       sum(coalesce(sqrt(north_m * north_m + east_m * east_m), 0)) OVER (PARTITION BY step.direction_id ORDER BY step.place) AS along_m
FROM step
CROSS JOIN line_chosen chosen
LEFT JOIN (SELECT stop_id, min(stop_name) AS stop_name FROM gtfs_stop GROUP BY stop_id) s ON s.stop_id = step.stop_id
ORDER BY step.direction_id, step.place
