-- title: 隔离区 | Quarantine
-- row: one reason and table of a feed (parameter feed; all when absent) in the last seven days, most rows first
-- formula: sum of rows refused
-- unit: rows
-- source: standard
SELECT feed, table_name, reason, CASE WHEN reason = 'missing' THEN 'value_missing' ELSE reason END AS why, CAST(sum(rows) AS BIGINT) AS rows, max(received_at) AS received_at, arg_max(sample, received_at) AS sample
FROM quarantine
WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '7' DAY AND (parameter('feed') IS NULL OR feed = parameter('feed'))
GROUP BY feed, table_name, reason
ORDER BY rows DESC, feed, table_name, reason
