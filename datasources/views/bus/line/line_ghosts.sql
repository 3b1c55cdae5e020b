-- title: 计划位置 | Where trips should be
-- row: one trip of the line that the timetable has under way now and that is not over yet, where it should be
-- formula: between the two calls around as_of(), in proportion of time; state = run (a vehicle reports it), cancelled (its newest trip update says so),
--   due (planned to begin in the last ten minutes), lost (nobody reports it)
-- unit: m
-- once: true
-- source: Skate (ghost buses)
WITH bus AS (SELECT service_date, trip_id, vehicle_id FROM line_buses),
leg AS (
  SELECT service_date, trip_id, direction_id, block_id, along_m, scheduled_time, trip_start, trip_end,
         lead(along_m) OVER way AS next_along_m, lead(scheduled_time) OVER way AS next_time
  FROM line_place WHERE trip_start <= as_of() AND trip_end >= as_of() WINDOW way AS (PARTITION BY service_date, trip_id ORDER BY stop_sequence)),
now_due AS (
  SELECT *, along_m + (next_along_m - along_m) * date_diff('second', scheduled_time, as_of()) / nullif(date_diff('second', scheduled_time, next_time), 0) AS due_m
  FROM leg WHERE scheduled_time <= as_of() AND next_time > as_of()),
seen AS (
  SELECT service_date, trip_id, max(terminal) AS furthest, arg_max(vehicle_id, actual_time) AS vehicle_id FROM line_visit GROUP BY service_date, trip_id)
SELECT due.service_date, due.trip_id, due.block_id, due.direction_id, due.trip_start, due.trip_end, coalesce(due.due_m, due.along_m) AS along_m, runs.vehicle_id,
       CASE WHEN runs.vehicle_id IS NOT NULL THEN 'run' WHEN said.trip_id_performed IS NOT NULL THEN 'cancelled'
            WHEN due.trip_start > as_of() - INTERVAL '600' SECOND THEN 'due' ELSE 'lost' END AS state
FROM now_due due
LEFT JOIN (SELECT service_date, trip_id, min(vehicle_id) AS vehicle_id FROM bus GROUP BY service_date, trip_id) runs
  ON runs.service_date = due.service_date AND runs.trip_id = due.trip_id
LEFT JOIN seen ON seen.service_date = due.service_date AND seen.trip_id = due.trip_id
LEFT JOIN trip_cancelled said ON said.service_date = due.service_date AND said.trip_id_performed = due.trip_id
-- over before its time: it called at the last stop, or its vehicle is on another trip by now
WHERE coalesce(seen.furthest, 0) <> 2
  AND (runs.vehicle_id IS NOT NULL OR seen.vehicle_id IS NULL OR seen.vehicle_id NOT IN (SELECT vehicle_id FROM bus))
ORDER BY due.direction_id, along_m, due.trip_id
