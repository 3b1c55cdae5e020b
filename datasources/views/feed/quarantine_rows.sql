-- title: 隔离区 | Quarantine
-- row: one reason and table of a feed (parameter feed; all when absent) in the last seven days, most rows first
-- formula: sum of rows refused
-- unit: rows
-- source: standard
SELECT q.feed, coalesce(f.title_zh, q.feed) AS feed_zh, coalesce(f.title_en, q.feed) AS feed_en, q.table_name, q.reason, CASE WHEN q.reason = 'missing' THEN 'value_missing' ELSE q.reason END AS why, CAST(sum(q.rows) AS BIGINT) AS rows, max(q.received_at) AS received_at, arg_max(q.sample, q.received_at) AS sample
FROM quarantine q
LEFT JOIN feed f ON f.feed = q.feed
WHERE q.received_at <= as_of() AND q.received_at > as_of() - INTERVAL '7' DAY AND (parameter('feed') IS NULL OR q.feed = parameter('feed'))
GROUP BY q.feed, f.title_zh, f.title_en, q.table_name, q.reason
ORDER BY rows DESC, q.feed, q.table_name, q.reason
