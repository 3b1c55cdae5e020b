-- title: 已执行班次 | Trips performed
-- row: one run of a planned trip on one service date by one vehicle, seen at a stop in the window or in the four hours before it
-- formula: from the departure at the first stop to the arrival at the last, as sighted; calls_seen = stops where it was seen, skipped ones left out, calls_planned = stops of the timetable
-- unit: -
-- source: TIDES trips_performed; matched_by: trip_id, replaced, block or start
SELECT seen.service_date, seen.trip_id, seen.trip_id_performed, seen.route_id, seen.direction_id, plan.block_id, seen.vehicle_id, seen.matched_by,
       plan.schedule_trip_start, plan.schedule_trip_end, seen.actual_trip_start, seen.actual_trip_end, seen.calls_seen, plan.calls_planned, seen.event_time
FROM (
  SELECT service_date, trip_id_performed, feed, vehicle_id, min(trip_id) AS trip_id, min(route_id) AS route_id, coalesce(min(direction_id), 0) AS direction_id,
         arg_max(matched_by, event_time) AS matched_by, max(departure_time) FILTER (WHERE terminal = 1 AND departure_time <= coalesce(moved_from, departure_time)) AS actual_trip_start,
         coalesce(min(arrival_time) FILTER (WHERE terminal = 2 AND coalesce(seen, '') <> 'coming' AND arrival_time >= coalesce(moved_to, arrival_time)),
                  max(arrival_time) FILTER (WHERE terminal = 2)) AS actual_trip_end,
         count(DISTINCT stop_sequence) FILTER (WHERE NOT coalesce(skipped, FALSE)) AS calls_seen, max(event_time) AS event_time
  FROM (
    -- between which moments it passed the stops on the way: who waits where a ring begins and ends is at its first stop before, at its last one after
    SELECT *, min(CASE WHEN seen = 'passing' AND terminal = 0 THEN departure_time END) OVER run AS moved_from,
           max(CASE WHEN seen = 'passing' AND terminal = 0 THEN arrival_time END) OVER run AS moved_to
    FROM stop_visit_candidate
    WHERE scheduled_time IS NOT NULL AND coalesce(seen, '') <> 'unsure' AND event_time <= as_of() AND received_at <= as_of()
      AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)
    WINDOW run AS (PARTITION BY service_date, trip_id_performed, feed, vehicle_id)) sighted
  GROUP BY service_date, trip_id_performed, feed, vehicle_id
  -- a vehicle that only stands at the first stop has not begun, nor has one whose trip only its block tells and that did not move along the line at two stops
  HAVING (max(coalesce(terminal, 0)) <> 1 OR count(DISTINCT stop_sequence) > 1)
     AND (max(matched_by) <> 'block' OR count(DISTINCT stop_id) FILTER (WHERE seen IN ('passing', 'coming') OR distance_m IS NULL) > 1)) seen
JOIN (
  SELECT service_date, trip_id_performed, min(block_id) AS block_id, min(trip_start) AS schedule_trip_start, max(trip_end) AS schedule_trip_end, count(*) AS calls_planned
  FROM service_call
  WHERE scheduled_time <= as_of() + INTERVAL '28800' SECOND
    AND scheduled_time >= as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 43200)
  GROUP BY service_date, trip_id_performed) plan ON plan.service_date = seen.service_date AND plan.trip_id_performed = seen.trip_id_performed
ORDER BY schedule_trip_start DESC, trip_id_performed, vehicle_id
