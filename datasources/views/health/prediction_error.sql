-- title: 到站预测误差 | Error of predictions
-- row: one horizon of predictions: how long before the passing they were made
-- formula: error = predicted - observed passing (predicted: the time told, else planned + the delay told), of stop visits in the last 15 minutes and the predictions told for them up to half an hour before;
--   within: 0-3 min -60..+60 s, 3-6 min -90..+120 s, 6-12 min -150..+210 s, 12-30 min -240..+360 s of passing later than predicted
-- unit: s
-- once: true
-- source: MBTA prediction accuracy bounds
WITH told AS (
  SELECT trip_id, stop_id, stop_sequence, start_date, event_time, coalesce(arrival_time, departure_time) AS predicted_time, coalesce(arrival_delay, departure_delay) AS told_delay_s
  FROM trip_update
  WHERE event_time BETWEEN as_of() - INTERVAL '2700' SECOND AND as_of() AND received_at <= as_of()
    AND (arrival_time IS NOT NULL OR departure_time IS NOT NULL OR arrival_delay IS NOT NULL OR departure_delay IS NOT NULL)),
visit AS (SELECT * FROM stop_visit_window WHERE actual_time > as_of() - INTERVAL '900' SECOND AND terminal <> 1)
SELECT horizon, CAST(count(*) AS BIGINT) AS predictions, CAST(quantile_cont(error_s, 0.5) AS DOUBLE) AS median_error_s,
       CAST(quantile_cont(abs(error_s), 0.5) AS DOUBLE) AS typical_error_s, CAST(sum(within) AS BIGINT) AS within, 100.0 * sum(within) / count(*) AS value
FROM (
  SELECT error_s, CASE WHEN ahead_s < 180 THEN 1 WHEN ahead_s < 360 THEN 2 WHEN ahead_s < 720 THEN 3 ELSE 4 END AS horizon,
         CASE WHEN ahead_s < 180 THEN CASE WHEN -error_s BETWEEN -60 AND 60 THEN 1 ELSE 0 END
              WHEN ahead_s < 360 THEN CASE WHEN -error_s BETWEEN -90 AND 120 THEN 1 ELSE 0 END
              WHEN ahead_s < 720 THEN CASE WHEN -error_s BETWEEN -150 AND 210 THEN 1 ELSE 0 END
              ELSE CASE WHEN -error_s BETWEEN -240 AND 360 THEN 1 ELSE 0 END END AS within
  FROM (
    SELECT date_diff('second', told_at, actual_time) AS ahead_s, date_diff('second', actual_time, coalesce(predicted_time, scheduled_time + INTERVAL '1' SECOND * told_delay_s)) AS error_s
    FROM (
      SELECT visit.actual_time, visit.scheduled_time, told.event_time AS told_at, told.predicted_time, told.told_delay_s
      FROM visit JOIN told ON told.trip_id = visit.trip_id AND told.stop_id = visit.stop_id
        AND (told.stop_sequence IS NULL OR told.stop_sequence = visit.stop_sequence) AND (told.start_date IS NULL OR told.start_date = visit.service_date)
      UNION ALL
      SELECT visit.actual_time, visit.scheduled_time, told.event_time, told.predicted_time, told.told_delay_s     -- the stop told by its place in the trip alone
      FROM visit JOIN told ON told.stop_id IS NULL AND told.trip_id = visit.trip_id AND told.stop_sequence = visit.stop_sequence
        AND (told.start_date IS NULL OR told.start_date = visit.service_date)) matched) paired
  WHERE ahead_s BETWEEN 0 AND 1800) judged
GROUP BY horizon
ORDER BY horizon
