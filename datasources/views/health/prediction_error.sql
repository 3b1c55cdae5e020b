-- title: 到站预测误差 | Error of predictions
-- row: one horizon of predictions: how long before the passing they were made
-- formula: error = predicted - observed passing (predicted: the time told, else planned + the delay told; a departure against the departure, an arrival against the arrival), of stop visits in the last 15 minutes and the predictions
--   told for them up to half an hour before; of a stop that a message does not tell, the delay of the stop before that it tells (its departure's, else its arrival's), or of the whole trip: none after NO_DATA, none where it is SKIPPED;
--   within: 0-3 min -60..+60 s, 3-6 min -90..+120 s, 6-12 min -150..+210 s, 12-30 min -240..+360 s of passing later than predicted
-- unit: s
-- once: true
-- source: MBTA prediction accuracy bounds; GTFS-Realtime TripUpdates (how a delay is carried on)
WITH seen AS (
  SELECT trip_id_performed AS run, service_date, stop_sequence, stop_id, terminal, actual_time, actual_arrival_time, CASE WHEN coalesce(matched_by, '') <> 'replaced' THEN scheduled_time END AS scheduled_time
  FROM stop_visit_window WHERE actual_time > as_of() - INTERVAL '900' SECOND AND terminal <> 1),
ride AS (
  SELECT *, row_number() OVER (ORDER BY run, service_date) AS ride
  FROM (SELECT run, service_date, max(stop_sequence) AS last_sequence, max(actual_time) AS last_time, min(actual_time) - INTERVAL '1800' SECOND AS first_time FROM seen GROUP BY run, service_date) ridden),
visit AS (SELECT seen.*, ride.ride FROM seen JOIN ride ON ride.run = seen.run AND ride.service_date = seen.service_date),
call AS (
  SELECT ride, stop_sequence, stop_id, scheduled_time, count(*) OVER (PARTITION BY ride, stop_id) AS times, last_sequence
  FROM service_call JOIN ride ON ride.run = trip_id_performed AND ride.service_date = service_call.service_date
  WHERE scheduled_time BETWEEN as_of() - INTERVAL '21600' SECOND AND as_of() + INTERVAL '3600' SECOND),
heard AS (                -- named apart from the join: a subquery in its condition leaves every message to be joined with every ride
  SELECT CASE WHEN start_time IS NOT NULL AND trip_id IN (SELECT trip_id FROM gtfs_frequency) THEN run_name(trip_id, start_time) ELSE trip_id END AS run, start_date, event_time, stop_id, stop_sequence,
         arrival_time, arrival_delay, departure_time, departure_delay, coalesce(stop_schedule_relationship, '') AS relation
  FROM trip_update
  WHERE event_time BETWEEN as_of() - INTERVAL '2700' SECOND AND as_of() AND received_at <= as_of() AND coalesce(schedule_relationship, '') NOT IN ('ADDED', 'NEW', 'DUPLICATED')
    AND (arrival_time IS NOT NULL OR departure_time IS NOT NULL OR arrival_delay IS NOT NULL OR departure_delay IS NOT NULL OR stop_schedule_relationship IN ('NO_DATA', 'SKIPPED'))),
said AS (                 -- what can be of a visit, and nothing after it
  SELECT ride, last_sequence, event_time, stop_id, CASE WHEN stop_id IS NULL THEN coalesce(stop_sequence, -1) ELSE stop_sequence END AS stop_sequence,
         arrival_time, arrival_delay, departure_time, departure_delay, relation
  FROM heard JOIN ride ON ride.run = heard.run AND (start_date IS NULL OR start_date = service_date) AND event_time BETWEEN first_time AND last_time AND coalesce(stop_sequence, 0) <= last_sequence),
told AS (
  SELECT * FROM said WHERE stop_sequence IS NOT NULL
  UNION ALL               -- a stop that the trip comes by twice is not told by its id
  SELECT said.ride, said.last_sequence, event_time, said.stop_id, call.stop_sequence, arrival_time, arrival_delay, departure_time, departure_delay,
         CASE WHEN times > 1 AND relation <> 'SKIPPED' THEN 'NO_DATA' ELSE relation END
  FROM said JOIN call ON call.ride = said.ride AND call.stop_id = said.stop_id AND call.stop_sequence <= said.last_sequence WHERE said.stop_sequence IS NULL),
message AS (              -- those that leave a stop untold
  SELECT ride, event_time FROM told GROUP BY ride, event_time
  HAVING count(*) <= max(stop_sequence) - min(stop_sequence) OR max(stop_sequence) < max(last_sequence) OR min(stop_sequence) < 0),
holds AS (
  SELECT told.*, lead(stop_sequence) OVER (PARTITION BY told.ride, told.event_time ORDER BY stop_sequence) AS until_sequence
  FROM told JOIN message ON message.ride = told.ride AND message.event_time = told.event_time WHERE relation <> 'SKIPPED'),
carried AS (
  SELECT holds.ride, event_time, holds.stop_sequence, until_sequence,
         coalesce(date_diff('second', scheduled_time, departure_time), departure_delay, date_diff('second', scheduled_time, arrival_time), arrival_delay) AS delay_s
  FROM holds LEFT JOIN call ON call.ride = holds.ride AND call.stop_sequence = holds.stop_sequence WHERE relation <> 'NO_DATA')
SELECT horizon, CAST(count(*) AS BIGINT) AS predictions, CAST(quantile_cont(error_s, 0.5) AS DOUBLE) AS median_error_s,
       CAST(quantile_cont(abs(error_s), 0.5) AS DOUBLE) AS typical_error_s, CAST(sum(within) AS BIGINT) AS within, 100.0 * sum(within) / count(*) AS value
FROM (
  SELECT error_s, CASE WHEN ahead_s < 180 THEN 1 WHEN ahead_s < 360 THEN 2 WHEN ahead_s < 720 THEN 3 ELSE 4 END AS horizon,
         CASE WHEN ahead_s < 180 THEN CASE WHEN -error_s BETWEEN -60 AND 60 THEN 1 ELSE 0 END
              WHEN ahead_s < 360 THEN CASE WHEN -error_s BETWEEN -90 AND 120 THEN 1 ELSE 0 END
              WHEN ahead_s < 720 THEN CASE WHEN -error_s BETWEEN -150 AND 210 THEN 1 ELSE 0 END
              ELSE CASE WHEN -error_s BETWEEN -240 AND 360 THEN 1 ELSE 0 END END AS within
  FROM (
    SELECT date_diff('second', event_time, passed_time) AS ahead_s, date_diff('second', passed_time, predicted_time) AS error_s
    FROM (
      SELECT event_time, CASE WHEN leaves THEN actual_time ELSE actual_arrival_time END AS passed_time,
             CASE WHEN leaves THEN coalesce(departure_time, scheduled_time + INTERVAL '1' SECOND * departure_delay) ELSE coalesce(arrival_time, scheduled_time + INTERVAL '1' SECOND * arrival_delay) END AS predicted_time
      FROM (
        SELECT told.*, actual_time, actual_arrival_time, scheduled_time,
               CASE WHEN terminal = 2 THEN arrival_time IS NULL AND arrival_delay IS NULL ELSE departure_time IS NOT NULL OR departure_delay IS NOT NULL END AS leaves
        FROM visit JOIN told ON told.ride = visit.ride AND told.stop_sequence = visit.stop_sequence AND coalesce(told.stop_id = visit.stop_id, TRUE)
        WHERE relation NOT IN ('NO_DATA', 'SKIPPED')) exact
      UNION ALL
      SELECT carried.event_time, visit.actual_time, visit.scheduled_time + INTERVAL '1' SECOND * delay_s
      FROM visit JOIN carried ON carried.ride = visit.ride AND visit.stop_sequence > carried.stop_sequence AND (visit.stop_sequence < until_sequence OR until_sequence IS NULL)
      WHERE NOT EXISTS (SELECT 1 FROM told skipped WHERE skipped.relation = 'SKIPPED' AND skipped.ride = carried.ride AND skipped.event_time = carried.event_time
                                                     AND skipped.stop_sequence = visit.stop_sequence)) matched) paired
  WHERE ahead_s BETWEEN 0 AND 1800 AND error_s IS NOT NULL) judged
GROUP BY horizon
ORDER BY horizon
