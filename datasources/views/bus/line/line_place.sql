-- title: 计划到站的位置 | Where planned calls are on the line
-- row: one planned call of line_call at a stop of line_strip
-- formula: the same stop; where the line meets itself the one nearest in order of calls
-- unit: m
-- once: true
-- source: GTFS stop_times
SELECT c.*, strip.place, strip.along_m
FROM (SELECT *, row_number() OVER (PARTITION BY service_date, trip_id ORDER BY stop_sequence) AS number FROM line_call) c
JOIN line_strip strip ON strip.direction_id = c.direction_id AND strip.stop_id = c.stop_id
QUALIFY row_number() OVER (PARTITION BY c.service_date, c.trip_id, c.stop_sequence ORDER BY abs(strip.place - c.number), strip.place) = 1
