-- title: 数据表的来源状态 | Feeds behind each table
-- row: one canonical table that a feed has ever brought
-- formula: stale_feed = the first of its feeds that is STALE or DOWN; where detectors alone tell of the roads, segment_speed is lit by them
-- unit: -
-- once: true
-- source: feed_status
SELECT need.table_name, min(status.feed) FILTER (WHERE status.state IN ('STALE', 'DOWN')) AS stale_feed
FROM (
  SELECT feed, table_name FROM feed_table
  UNION ALL
  SELECT feed, 'segment_speed' FROM feed_table
  WHERE table_name = 'detector_reading' AND NOT EXISTS (SELECT 1 FROM feed_table probe WHERE probe.table_name = 'segment_speed')) need
JOIN feed_status status ON status.feed = need.feed
GROUP BY need.table_name
