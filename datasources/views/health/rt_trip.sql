-- title: 实时消息中的班次 | Trips in realtime messages
-- row: one way in which the messages of the last rule_window_s (300) name a trip: origin is vehicle or update
-- formula: distinct trip descriptors of vehicle_position and trip_update with the vehicle they are given to
-- unit: -
-- once: true
-- source: GTFS-Realtime TripDescriptor
SELECT origin, feed, trip_id, route_id, start_time, relationship, vehicle_id, min(received_at) AS first_seen, max(received_at) AS last_seen
FROM (
  SELECT 'vehicle' AS origin, feed, trip_id, route_id, start_time, schedule_relationship AS relationship, vehicle_id, received_at FROM vehicle_position
  WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '1' SECOND * coalesce(setting('rule_window_s'), 300)
    AND event_time > as_of() - INTERVAL '10800' SECOND
    AND (trip_id IS NOT NULL OR route_id IS NOT NULL OR start_time IS NOT NULL)
  UNION ALL
  SELECT 'update' AS origin, feed, trip_id, route_id, start_time, schedule_relationship AS relationship, vehicle_id, received_at FROM trip_update
  WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '1' SECOND * coalesce(setting('rule_window_s'), 300)
    AND event_time > as_of() - INTERVAL '10800' SECOND) told
WHERE feed IN (SELECT feed FROM rt_feed)
GROUP BY origin, feed, trip_id, route_id, start_time, relationship, vehicle_id
