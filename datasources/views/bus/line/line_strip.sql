-- title: 线路站序 | Stops along the line
-- row: one stop of the chosen line and direction, in order of travel
-- formula: line_place of the strip's own trip
-- unit: m
-- once: true
-- source: GTFS stop_times, stops
SELECT place.direction_id, place.place, place.stop_id, coalesce(s.stop_name, place.stop_id) AS stop_name, place.timepoint, place.terminal, place.along_m
FROM line_place place
LEFT JOIN stop s ON s.stop_id = place.stop_id
WHERE place.is_strip
ORDER BY place.direction_id, place.place
