-- title: 计划运行线 | Planned paths
-- row: one planned call of the chosen line and direction from two hours before as_of() to half an hour after, at terminals, timepoints and every third stop
-- formula: timetable
-- unit: m
-- source: GTFS stop_times
SELECT p.service_date, p.trip_id, p.scheduled_time AS event_time, p.along_m
FROM line_place p JOIN line_chosen chosen ON chosen.direction_id = p.direction_id
WHERE p.scheduled_time BETWEEN as_of() - INTERVAL '7500' SECOND AND as_of() + INTERVAL '1800' SECOND
  AND (p.terminal > 0 OR p.timepoint = 1 OR p.place % 3 = 1)
ORDER BY p.trip_start DESC, p.trip_id, p.stop_sequence
