-- title: 定位中断时段 | Silences of positions
-- row: one span of the window, or of the four hours before it, in which a feed brought no positions though it did before, or shows lines; whatever the scope
-- formula: longer than report_gap_s (600), between the newest positions of one landing and of the next (one that says there are none ends it too); passes of stops told later (a day that lands at once) end it too; one under way lasts until now, from the moment on that its feed is STALE or DOWN;
--   of a feed that shows lines (line_feed) also one that began earlier, from the beginning of the four hours on. feeds: how many the city has, those silent all the while too
-- unit: -
-- once: true
-- source: legs bridge a silence of report_gap_s, no longer one
WITH heard AS (
  SELECT feed, coalesce(event_max, received_at) AS event_time FROM batch
  WHERE table_name = 'vehicle_position' AND received_at <= as_of()
    AND received_at > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)
  UNION
  SELECT feed, time_bucket(INTERVAL '1' MINUTE, event_time) FROM stop_visit_candidate
  WHERE event_time <= as_of() AND received_at <= as_of()
    AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)
  UNION
  SELECT feed, as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400) FROM line_feed)
SELECT followed.feed, followed.event_time AS from_time, coalesce(next_time, as_of()) AS to_time, known.feeds
FROM (SELECT feed, event_time, lead(event_time) OVER (PARTITION BY feed ORDER BY event_time) AS next_time FROM heard) followed
CROSS JOIN (SELECT count(DISTINCT feed) AS feeds FROM heard) known
LEFT JOIN feed_status status ON status.feed = followed.feed
WHERE date_diff('second', followed.event_time, coalesce(next_time, as_of())) > coalesce(setting('report_gap_s'), 600)
   OR (next_time IS NULL AND status.state IN ('STALE', 'DOWN'))
