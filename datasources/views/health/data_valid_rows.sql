-- title: 各数据源的合格率 | Valid data by feed
-- row: one feed of positions in the last hour, least valid first
-- formula: valid = accepted - flagged; came = rows of batches that landed or were refused
-- unit: %
-- source: 数据合格率
SELECT f.feed, f.title_zh, f.title_en, 100.0 * valid / nullif(came, 0) AS value, valid, came, quarantined, newest
FROM (
  SELECT feed, CAST(sum(accepted - coalesce(flagged, 0)) AS BIGINT) AS valid, CAST(sum(rows_in) AS BIGINT) AS came,
         CAST(sum(rows_in - accepted) AS BIGINT) AS quarantined, max(event_max) AS newest
  FROM (
    SELECT feed, rows_in, accepted, flagged, event_max FROM batch
    WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '3600' SECOND AND table_name = 'vehicle_position'
    UNION ALL
    SELECT r.feed, r.rows_in, CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(NULL AS TIMESTAMP)
    FROM refused r JOIN feed_table brings ON brings.feed = r.feed AND brings.table_name = 'vehicle_position'
    WHERE r.received_at <= as_of() AND r.received_at > as_of() - INTERVAL '3600' SECOND) line
  GROUP BY feed) counted
JOIN feed f ON f.feed = counted.feed
ORDER BY value, f.feed
