-- title: 各数据源的连通 | Connection by feed
-- row: 每行为最近 24 小时内有消息的一个事件数据源，连通率低的在前 | one feed of events heard of in the last 24 h, least connected first
-- formula: 各次成功获取和批次之后 min(到下一次的时间, late_after) 之和；longest_s 为最长中断；事后补入的历史不作判断
--   | sum over good tries and batches of min(time to the next one, late_after); longest_s = the longest break; a past that was landed afterwards says nothing of the line
-- unit: min
-- source: 平台连通率（行业口径） | connection of the platform (definition of the trade in China)
SELECT told.feed, f.title_zh, f.title_en, 100.0 * sum(least(gap_s, f.late_after_s)) / nullif(sum(gap_s), 0) AS value,
       CAST(sum(least(gap_s, f.late_after_s)) AS DOUBLE) / 60 AS connected_min, CAST(sum(gap_s) AS DOUBLE) / 60 AS all_min,
       CAST(max(CASE WHEN gap_s > f.late_after_s THEN gap_s ELSE 0 END) AS DOUBLE) AS longest_s, max(moment) AS newest,
       max(CASE WHEN brings.feed IS NOT NULL THEN 1 ELSE 0 END) AS positions
FROM (
  SELECT feed, moment, date_diff('second', moment, coalesce(lead(moment) OVER (PARTITION BY feed ORDER BY moment), as_of())) AS gap_s
  FROM (
    SELECT feed, event_time AS moment FROM "fetch" WHERE ok AND event_time <= as_of() AND event_time > as_of() - INTERVAL '1' DAY
    UNION ALL
    SELECT feed, good_time FROM "fetch" WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '1' DAY AND good_time > as_of() - INTERVAL '1' DAY
    UNION ALL
    SELECT feed, received_at FROM batch WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '1' DAY
      AND loaded_at <= received_at + INTERVAL '600' SECOND) good) told
JOIN feed f ON f.feed = told.feed AND f.kind = 'event'
LEFT JOIN (SELECT DISTINCT feed FROM feed_table WHERE table_name = 'vehicle_position') brings ON brings.feed = told.feed
GROUP BY told.feed, f.title_zh, f.title_en
ORDER BY value, told.feed
