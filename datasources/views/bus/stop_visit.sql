-- title: 到站记录 | Stop visits
-- row: one call of one trip on one service day, as observed
-- formula: of all passes within the stop radius the nearest one; among passes equally near (20 m, the noise of GPS) the last, so a dwell ends with its departure
-- unit: -
-- source: TIDES stop_visits; detection in datasources/model/stop_visit.sql
SELECT event_time, received_at, feed, service_date, trip_id, route_id, direction_id, vehicle_id, stop_sequence, stop_id, district_id,
       scheduled_time, actual_time, date_diff('second', scheduled_time, actual_time) AS delay_s, distance_m, timepoint
FROM stop_visit_candidate
WHERE event_time <= as_of() AND received_at <= as_of()
  -- two passes for one call lie within two hours, so the best pass of every visit in the window is seen
  AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 7200)
QUALIFY row_number() OVER (PARTITION BY service_date, trip_id, stop_sequence
                           ORDER BY floor(distance_m / 20), actual_time DESC, received_at DESC, distance_m, vehicle_id) = 1
