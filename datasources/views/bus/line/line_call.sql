-- title: 线路计划到站 | Planned calls of the line
-- row: one call of a trip of the chosen line, both directions, of trips that run within three hours before as_of() or begin within the hour after
-- formula: timetable
-- unit: -
-- source: GTFS stop_times, calendar, calendar_dates
SELECT c.service_date, c.trip_id_performed AS trip_id, coalesce(c.direction_id, 0) AS direction_id, c.block_id, c.stop_sequence, c.stop_id, c.latitude, c.longitude, c.timepoint, c.terminal,
       c.scheduled_time, c.trip_start, c.trip_end, c.headway_s, c.number, c.calls, c.times, c.straight_m
FROM service_call c
JOIN line_chosen chosen ON chosen.route_id = c.route_id
-- a trip is looked for as a whole: none runs longer than eight hours
WHERE (parameter('line') IS NULL OR c.route_id = parameter('line'))   -- said again: a constant is looked for while scanning, a join is not
  AND c.scheduled_time BETWEEN as_of() - INTERVAL '39600' SECOND AND as_of() + INTERVAL '32400' SECOND
  AND c.trip_end >= as_of() - INTERVAL '10800' SECOND AND c.trip_start <= as_of() + INTERVAL '3600' SECOND
