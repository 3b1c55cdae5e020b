-- title: 线路计划到站 | Planned calls of the line
-- row: one call of a trip of the chosen line, both directions, of trips that run within three hours before as_of() or begin within the hour after
-- formula: timetable; scheduled_time is NULL where only a headway is planned: there a trip stands for all its runs, and headway_s is that of the span now or nearest
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
UNION ALL
SELECT t.service_date, t.trip_id, coalesce(t.direction_id, 0), t.block_id, s.stop_sequence, s.stop_id, s.latitude, s.longitude, NULL, s.terminal, NULL, t.trip_start, t.trip_end, t.headway_s, s.number, s.calls, s.times, s.straight_m
FROM (
  SELECT service_trip.* FROM service_trip JOIN line_chosen chosen ON chosen.route_id = service_trip.route_id
  WHERE shift_s IS NULL AND (parameter('line') IS NULL OR service_trip.route_id = parameter('line')) AND trip_end >= as_of() - INTERVAL '10800' SECOND AND trip_start <= as_of() + INTERVAL '3600' SECOND
  QUALIFY row_number() OVER (PARTITION BY service_date, trip_id ORDER BY greatest(0, date_diff('second', as_of(), trip_start), date_diff('second', trip_end, as_of()) + 1), trip_start) = 1) t
JOIN pattern_stop s ON s.pattern_id = t.pattern_id
