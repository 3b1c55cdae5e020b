-- title: 线路站序 | Stops along the line
-- row: one stop of the chosen line and direction, in order of travel
-- formula: line_place of the strip's own trip
-- unit: m
-- once: true
-- source: GTFS stop_times, stops
SELECT place.direction_id, place.place, place.stop_id, coalesce(s.stop_name, place.stop_id) AS stop_name, place.timepoint, place.terminal, place.along_m
FROM line_place place
LEFT JOIN (SELECT stop_id, min(stop_name) AS stop_name FROM gtfs_stop GROUP BY stop_id) s ON s.stop_id = place.stop_id
WHERE place.is_strip
ORDER BY place.direction_id, place.place
