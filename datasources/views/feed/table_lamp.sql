-- title: 数据表的来源状态 | Feeds behind each table
-- row: one canonical table that a feed has ever brought
-- formula: stale_feed = the first of its feeds that is STALE or DOWN
-- unit: -
-- once: true
-- source: feed_status
SELECT need.table_name, min(status.feed) FILTER (WHERE status.state IN ('STALE', 'DOWN')) AS stale_feed
FROM feed_table need JOIN feed_status status ON status.feed = need.feed
GROUP BY need.table_name
