-- title: 轨迹完整率走势 | Tracks by five minutes
-- row: 每行为最近两小时内一个数据源的五分钟，最近的在前 | five minutes of one feed within the last two hours, newest first
-- formula: 完整轨迹里程 / 总里程，五分钟之和 | sums of five minutes; value = complete_m / total_m
-- unit: %
-- source: 轨迹完整率（行业口径） | complete tracks (definition of the trade in China)
SELECT event_time, feed, 100.0 * sum(complete_m) / nullif(sum(total_m), 0) AS value, sum(complete_m) / 1000 AS numerator, sum(total_m) / 1000 AS denominator,
       CAST(sum(reports) AS BIGINT) AS reports, CAST(sum(drifted) AS BIGINT) AS drifted
FROM track_5min
WHERE event_time <= as_of() - INTERVAL '300' SECOND AND event_time > as_of() - INTERVAL '7500' SECOND AND (scope() IS NULL OR district_id = scope())
GROUP BY event_time, feed
ORDER BY event_time DESC, feed
