-- title: 消息时效 | Messages by feed
-- row: 一个带车辆位置的 GTFS-RT 数据源，刷新最慢者在前 | one GTFS-Realtime feed of positions, the slowest first
-- formula: 见 rt_freshness | see rt_freshness
-- unit: 秒 | s
-- source: GTFS-RT 最佳实践：30 秒内刷新 | GTFS-Realtime best practices: refreshed within 30 s
SELECT feed, title_zh, title_en, refresh_s, age_s AS arrival_age_s, messages, entities, invalid_share, newest AS event_time
FROM rt_freshness
WHERE feed IN (SELECT feed FROM feed_table WHERE table_name = 'vehicle_position')
ORDER BY refresh_s DESC NULLS LAST, feed
