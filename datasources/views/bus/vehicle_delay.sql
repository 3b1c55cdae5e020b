-- title: 车辆当前偏差 | Delay of each trip now
-- row: one trip heard of in the last half hour
-- formula: delay at the newest pass of a stop; where there is none, the next delay that its trip update gives
-- unit: s
-- source: standard
SELECT trip_id, max(event_time) AS event_time, arg_max(delay_s, preference) AS delay_s, arg_max(origin, preference) AS origin
FROM (
  SELECT trip_id, max(event_time) AS event_time, arg_max(date_diff('second', scheduled_time, actual_time), event_time) AS delay_s,
         'observed' AS origin, 2 AS preference
  FROM stop_visit_candidate
  WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '1800' SECOND
  GROUP BY trip_id
  UNION ALL
  SELECT trip_id, max(event_time) AS event_time, arg_max(coalesce(arrival_delay, departure_delay), event_time) AS delay_s, 'predicted' AS origin, 1 AS preference
  FROM (SELECT trip_id, event_time, arrival_delay, departure_delay FROM trip_update
        WHERE event_time BETWEEN as_of() - INTERVAL '900' SECOND AND as_of() AND received_at <= as_of()
          AND coalesce(arrival_delay, departure_delay) IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY trip_id ORDER BY event_time DESC, stop_sequence) = 1) newest
  GROUP BY trip_id) both_origins
GROUP BY trip_id
