-- title: 实时消息中的站点 | Stops in realtime messages
-- row: one way in which the messages of the last rule_window_s (300) name a stop of a trip: origin is vehicle or update
-- formula: distinct stops of trip_update and vehicle_position; backward: an update departs before it arrives
-- unit: -
-- once: true
-- source: GTFS-Realtime StopTimeUpdate
SELECT origin, feed, trip_id, stop_sequence, stop_id, min(relationship) AS relationship, max(backward) AS backward,
       min(received_at) AS first_seen, max(received_at) AS last_seen
FROM (
  SELECT 'update' AS origin, feed, trip_id, stop_sequence, stop_id, schedule_relationship AS relationship, received_at,
         CASE WHEN departure_time < arrival_time THEN 1 ELSE 0 END AS backward
  FROM trip_update
  WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '1' SECOND * coalesce(setting('rule_window_s'), 300)
    AND event_time > as_of() - INTERVAL '10800' SECOND AND (stop_id IS NOT NULL OR stop_sequence IS NOT NULL)
  UNION ALL
  SELECT 'vehicle' AS origin, feed, trip_id, current_stop_sequence, stop_id, schedule_relationship, received_at, 0 FROM vehicle_position
  WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '1' SECOND * coalesce(setting('rule_window_s'), 300)
    AND event_time > as_of() - INTERVAL '10800' SECOND AND stop_id IS NOT NULL) told
WHERE feed IN (SELECT feed FROM rt_feed)
GROUP BY origin, feed, trip_id, stop_sequence, stop_id
