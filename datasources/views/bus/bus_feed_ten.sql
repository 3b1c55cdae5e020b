-- title: 各数据源的定位时段 | Ten minutes in which a feed brought positions
-- row: one feed and ten minutes of the window, or of the four hours before it
-- formula: positions landed in them, or told of passes of stops in them however late they landed (a day that came at once); passes: of stops, seen in them
-- unit: -
-- once: true
-- source: batch, stop_visit_candidate
SELECT feed, event_time, CAST(sum(passes) AS BIGINT) AS passes
FROM (
  SELECT feed, time_bucket(INTERVAL '10' MINUTE, event_time) AS event_time, count(*) AS passes FROM stop_visit_candidate
  WHERE event_time <= as_of() AND received_at <= as_of()
    AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)
  GROUP BY feed, time_bucket(INTERVAL '10' MINUTE, event_time)
  UNION ALL
  SELECT feed, time_bucket(INTERVAL '10' MINUTE, coalesce(event_max, received_at)), 0 FROM batch
  WHERE table_name = 'vehicle_position' AND received_at <= as_of()
    AND received_at > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)) came
GROUP BY feed, event_time
