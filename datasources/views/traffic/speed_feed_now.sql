-- title: 路段车速来源诊断 | Feeds of speeds
-- row: one segment and feed that told of it in the latest intervals of the diagnosis
-- formula: constant (zero where it is 0): one value in each of its last constant_intervals (10) five minutes, or as many means of a longer interval, of which the newest two may
--   not have come yet (health_interval); else good
-- unit: -
-- source: PeMS detector health
SELECT segment_id, feed, CASE WHEN count(*) < coalesce(setting('constant_intervals'), 10) OR min(lowest) < max(highest) THEN 'good' WHEN max(highest) = 0 THEN 'zero' ELSE 'constant' END AS cause
FROM (
  SELECT r.segment_id, r.feed, r.slot, min(r.speed_kmh) AS lowest, max(r.speed_kmh) AS highest, row_number() OVER (PARTITION BY r.segment_id, r.feed ORDER BY r.slot DESC) AS back
  FROM (SELECT segment_id, feed, speed_kmh, greatest(coalesce(interval_s, 0), 300) / 300 AS pieces,
               time_bucket(INTERVAL '5' MINUTE, CASE WHEN interval_s IS NULL THEN event_time ELSE event_time - INTERVAL '1' SECOND END) AS slot
        FROM segment_speed
        WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '86400' SECOND AND NOT coalesce(imputed, FALSE)
          AND event_time >= (SELECT min(event_time) FROM health_interval WHERE back < 12 * (coalesce(setting('constant_intervals'), 10) + 2))
          AND (interval_s > 300 OR event_time >= (SELECT min(event_time) FROM health_interval WHERE back < coalesce(setting('constant_intervals'), 10) + 2))) r
  JOIN health_interval i ON i.event_time = r.slot AND i.back < (coalesce(setting('constant_intervals'), 10) + 2) * r.pieces
  GROUP BY r.segment_id, r.feed, r.slot) five
WHERE back <= coalesce(setting('constant_intervals'), 10)
GROUP BY segment_id, feed
