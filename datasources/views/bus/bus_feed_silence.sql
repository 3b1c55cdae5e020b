-- title: 定位中断时段 | Silences of positions
-- row: one span of the window, or of the four hours before it, in which a feed brought no positions though it did before and after; whatever the scope
-- formula: longer than report_gap_s (600), between the newest positions of one landing and of the next (one that says there are none ends it too); passes of stops told later (a day that lands at once) end it too
-- unit: -
-- once: true
-- source: legs bridge a silence of report_gap_s, no longer one
SELECT feed, before_time AS from_time, event_time AS to_time
FROM (
  SELECT feed, event_time, lag(event_time) OVER (PARTITION BY feed ORDER BY event_time) AS before_time
  FROM (SELECT feed, coalesce(event_max, received_at) AS event_time FROM batch
        WHERE table_name = 'vehicle_position' AND received_at <= as_of()
          AND received_at > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)
        UNION
        SELECT feed, time_bucket(INTERVAL '1' MINUTE, event_time) FROM stop_visit_candidate
        WHERE event_time <= as_of() AND received_at <= as_of()
          AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)) heard) followed
WHERE date_diff('second', before_time, event_time) > coalesce(setting('report_gap_s'), 600)
