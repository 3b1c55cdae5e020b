-- title: 车辆当前偏差 | Delay of each trip now
-- row: one trip heard of in the last half hour
-- formula: delay at the newest pass of a stop; where there is none, the next delay that its trip update gives, or its predicted time less the planned one
-- unit: s
-- source: standard
SELECT trip_id, max(event_time) AS event_time, arg_max(delay_s, preference) AS delay_s, arg_max(origin, preference) AS origin
FROM (
  SELECT trip_id, event_time, delay_s, 'observed' AS origin, 2 AS preference
  FROM trip_pass WHERE event_time > as_of() - INTERVAL '1800' SECOND
  UNION ALL
  SELECT trip_id, event_time, delay_s, 'predicted' AS origin, 1 AS preference
  FROM (
    SELECT u.trip_id, u.event_time, u.stop_sequence,
           coalesce(u.arrival_delay, u.departure_delay, date_diff('second', call.scheduled_time, coalesce(u.arrival_time, u.departure_time))) AS delay_s,
           coalesce(u.arrival_time, u.departure_time) AS predicted_time
    FROM trip_update u
    LEFT JOIN service_call call ON call.trip_id = u.trip_id AND call.stop_id = u.stop_id
      AND call.scheduled_time BETWEEN as_of() - INTERVAL '7200' SECOND AND as_of() + INTERVAL '28800' SECOND
      AND abs(date_diff('second', call.scheduled_time, coalesce(u.arrival_time, u.departure_time))) < 7200
    WHERE u.event_time BETWEEN as_of() - INTERVAL '900' SECOND AND as_of() AND u.received_at <= as_of() AND u.trip_id IS NOT NULL) told
  WHERE delay_s IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY trip_id ORDER BY event_time DESC, predicted_time, stop_sequence) = 1) both_origins
GROUP BY trip_id
