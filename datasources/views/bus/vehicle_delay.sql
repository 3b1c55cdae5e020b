-- title: 车辆当前偏差 | Delay of each trip now
-- row: one run of a trip heard of in the last half hour
-- formula: delay at the newest pass of a stop; where there is none, the next delay that its trip update gives, or its predicted time less the planned one; none once the trip is due, so late, at a later stop of which nobody can tell (NO_DATA)
-- unit: s
-- source: standard
WITH told AS (
  SELECT trip_id, CASE WHEN start_time IS NOT NULL AND trip_id IN (SELECT trip_id FROM gtfs_frequency) THEN run_name(trip_id, start_time) ELSE trip_id END AS run,
         event_time, stop_id, stop_sequence, coalesce(arrival_delay, departure_delay) AS said_delay_s, coalesce(arrival_time, departure_time) AS said_time,
         coalesce(stop_schedule_relationship, '') = 'NO_DATA' AS untold
  FROM trip_update WHERE event_time BETWEEN as_of() - INTERVAL '900' SECOND AND as_of() AND received_at <= as_of() AND trip_id IS NOT NULL
    AND coalesce(stop_schedule_relationship, '') <> 'SKIPPED')   -- where it does not call there is no delay
SELECT trip_id, run AS trip_id_performed, max(event_time) AS event_time, arg_max(delay_s, preference) AS delay_s, arg_max(origin, preference) AS origin
FROM (
  SELECT trip_id, trip_id_performed AS run, event_time, delay_s, 'observed' AS origin, 2 AS preference
  FROM trip_pass WHERE event_time > as_of() - INTERVAL '1800' SECOND
  UNION ALL
  SELECT trip_id, run, event_time, delay_s, 'predicted' AS origin, 1 AS preference
  FROM (
    SELECT trip_id, run, event_time, stop_sequence, CASE WHEN NOT untold THEN coalesce(said_delay_s, date_diff('second', scheduled_time, said_time)) END AS delay_s,
           coalesce(said_time, scheduled_time + INTERVAL '1' SECOND * said_delay_s) AS predicted_time,
           min(CASE WHEN untold THEN scheduled_time END) OVER (PARTITION BY run, event_time ORDER BY scheduled_time, stop_sequence ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS untold_from
    FROM (
      SELECT told.*, call.scheduled_time
      FROM told LEFT JOIN service_call call ON call.trip_id_performed = told.run AND call.stop_id = told.stop_id
        AND call.scheduled_time BETWEEN as_of() - INTERVAL '7200' SECOND AND as_of() + INTERVAL '28800' SECOND
        AND coalesce(abs(date_diff('second', call.scheduled_time, told.said_time)) < 7200, TRUE)
      WHERE told.stop_id IS NOT NULL
      UNION ALL   -- a timetable is long: each reads it where there is something to look for, and nothing else
      SELECT told.*, call.scheduled_time
      FROM told LEFT JOIN service_call call ON call.trip_id_performed = told.run AND call.stop_sequence = told.stop_sequence
        AND call.scheduled_time BETWEEN as_of() - INTERVAL '7200' SECOND AND as_of() + INTERVAL '28800' SECOND
        AND coalesce(abs(date_diff('second', call.scheduled_time, told.said_time)) < 7200, TRUE)
      WHERE told.stop_id IS NULL) placed) predicted
  WHERE delay_s IS NOT NULL
  -- of the newest message the next stop; of one that tells of past stops alone the last of them
  QUALIFY row_number() OVER (PARTITION BY run ORDER BY event_time DESC, CASE WHEN predicted_time < event_time THEN 1 ELSE 0 END,
                                                           abs(date_diff('second', event_time, predicted_time)), stop_sequence) = 1
    AND NOT coalesce(untold_from + INTERVAL '1' SECOND * delay_s <= event_time, FALSE)) both_origins
GROUP BY trip_id, run
