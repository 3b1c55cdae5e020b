-- title: 各数据源的合格率 | Valid data by feed
-- row: 每行为最近一小时的一个位置数据源，合格率低的在前 | one feed of positions in the last hour, least valid first
-- formula: 合格 = 接收 - 存疑；总数 = 已接收或被拒绝批次的记录数 | valid = accepted - flagged; came = rows of batches that landed or were refused
-- unit: %
-- source: 数据合格率（行业口径） | valid data (definition of the trade in China)
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
