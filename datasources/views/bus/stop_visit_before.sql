-- title: 更早的到站 | Calls before those
-- row: the newest call of a line and direction at each stop (on the same pass of it) in the three hours before all that stop_visit reads: whom a vehicle after a long gap came behind
-- formula: as stop_visit, of the last vehicle seen there
-- unit: -
-- source: stop_visit
SELECT service_date, trip_id, trip_id_performed, route_id, direction_id, vehicle_id, stop_sequence, stop_id, district_id, scheduled_time, actual_time,
       date_diff('second', scheduled_time, actual_time) AS delay_s, terminal, scheduled_headway_s, pass, event_time
FROM (
  SELECT service_date, trip_id_performed, stop_sequence, feed, vehicle_id, min(trip_id) AS trip_id, min(route_id) AS route_id, min(direction_id) AS direction_id,
         min(stop_id) AS stop_id, min(district_id) AS district_id, min(scheduled_time) AS scheduled_time, min(terminal) AS terminal,
         min(scheduled_headway_s) AS scheduled_headway_s, coalesce(min(pass), 1) AS pass, max(departure_time) AS event_time,
         CASE WHEN min(terminal) = 2 THEN coalesce(min(arrival_time) FILTER (WHERE coalesce(seen, '') <> 'coming'), max(arrival_time))
              WHEN count(*) FILTER (WHERE seen = 'standing') > 0 THEN max(departure_time) FILTER (WHERE coalesce(seen, '') <> 'beyond') ELSE max(departure_time) END AS actual_time,
         max(stop_sequence) OVER (PARTITION BY service_date, trip_id_performed) AS farthest
  FROM stop_visit_candidate
  -- half an hour more tells whether one at its first stop went on
  WHERE coalesce(seen, '') <> 'unsure' AND received_at <= as_of() AND event_time <= as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 1800)
    AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)
  GROUP BY service_date, trip_id_performed, stop_sequence, feed, vehicle_id) seen
WHERE event_time <= as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 3600)
  AND (coalesce(terminal, 0) <> 1 OR farthest > stop_sequence)
QUALIFY row_number() OVER (PARTITION BY route_id, coalesce(direction_id, 0), stop_id, pass ORDER BY actual_time DESC, trip_id_performed DESC, service_date DESC, stop_sequence DESC) = 1
