-- title: 上报完整率走势 | Completeness by five minutes
-- row: 最近两小时内一个数据源的五分钟，最新的在前 | five minutes of one feed within the last two hours, newest first
-- formula: track_5min 各项之和；数值 = 有两条以上位置的分钟数 / 班次在途分钟数 | sums of track_5min; value = minutes with two positions or more / minutes of trips under way
-- unit: %
-- source: Cal-ITP（GTFS-RT 完整率） | Cal-ITP (completeness of GTFS-Realtime)
SELECT event_time, feed, 100.0 * sum(full_minutes) / nullif(sum(minutes), 0) AS value, CAST(sum(full_minutes) AS BIGINT) AS numerator,
       CAST(sum(minutes) AS BIGINT) AS denominator, CAST(sum(reports) AS BIGINT) AS reports
FROM track_5min
WHERE event_time <= as_of() - INTERVAL '300' SECOND AND event_time > as_of() - INTERVAL '7500' SECOND AND (scope() IS NULL OR district_id = scope())
GROUP BY event_time, feed
ORDER BY event_time DESC, feed
