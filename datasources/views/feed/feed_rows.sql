-- title: 数据源最近批次 | Latest batches of a feed
-- row: one batch of the feed named by the parameter feed (all feeds when absent) in the last day, newest first
-- formula: rows_in = accepted + quarantined; repeated is a part of accepted
-- unit: rows
-- source: standard
SELECT feed, received_at, table_name, rows_in, accepted, repeated, quarantined, event_min, event_max, bytes
FROM batch
WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '1' DAY AND (parameter('feed') IS NULL OR feed = parameter('feed'))
ORDER BY received_at DESC, feed, table_name
LIMIT 200
