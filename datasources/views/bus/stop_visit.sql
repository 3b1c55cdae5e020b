-- title: 到站记录 | Stop visits
-- row: one call of one trip on one service date, as observed
-- formula: of all passes within the stop radius the nearest one; among passes equally near (20 m, the noise of GPS) the last, so a dwell ends
--   with its departure; at the trip's last stop the first, its arrival; the first stop counts once the trip went on
-- unit: -
-- once: true
-- kept: true
-- source: TIDES stop_visits; detection in datasources/model/stop_visit.sql
SELECT arg_min(actual_time, rank) AS event_time, arg_min(received_at, rank) AS received_at, arg_min(feed, rank) AS feed, service_date, trip_id,
       min(route_id) AS route_id, min(direction_id) AS direction_id, arg_min(vehicle_id, rank) AS vehicle_id, stop_sequence, min(stop_id) AS stop_id,
       min(district_id) AS district_id, min(scheduled_time) AS scheduled_time, arg_min(actual_time, rank) AS actual_time,
       date_diff('second', min(scheduled_time), arg_min(actual_time, rank)) AS delay_s, arg_min(distance_m, rank) AS distance_m,
       min(timepoint) AS timepoint, min(terminal) AS terminal, min(scheduled_headway_s) AS scheduled_headway_s
FROM (
  SELECT *, floor(distance_m / 20) * 1000000
            + CASE WHEN terminal = 2 THEN 1 ELSE -1 END * date_diff('second', scheduled_time, actual_time) AS rank
  FROM stop_visit_candidate
  WHERE event_time <= as_of() AND received_at <= as_of()
    -- a vehicle is not near one stop for longer than an hour, so the best pass of every visit in the window is seen
    AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 3600)) pass
GROUP BY service_date, trip_id, stop_sequence
-- a vehicle waiting at the first stop for its next trip has not called there yet: the call counts once a later stop was passed
QUALIFY coalesce(min(terminal), 0) <> 1 OR max(stop_sequence) OVER (PARTITION BY service_date, trip_id) > stop_sequence
