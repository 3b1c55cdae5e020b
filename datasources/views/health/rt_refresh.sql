-- title: 实时数据刷新间隔 | Refresh interval
-- row: 全市的汇总值 | one row for the city
-- formula: 最近 15 分钟内位置数据源相邻两条 GTFS-RT 消息头时间之差的中位数 | median time between two GTFS-Realtime messages of the feed of positions, by their headers, in the last 15 minutes
-- unit: 秒 | s
-- source: GTFS-RT 最佳实践：不超过 30 秒 | GTFS-Realtime best practices: at most 30 s
-- kpi: true
-- target: <= 30
-- coverage_floor: 0
-- feeds: vehicle_position
-- rule: 消息间隔中位 | median of the gaps
-- decimals: 0
-- normal: 不超过 20 秒 | 20 s or less
-- investigate_if: 超过 35 秒（校验规则 W007） | above 35 s (rule W007)
-- possible_causes: 上游缓存；生成任务积压；接口限流 | a cache on the way; a producer that falls behind; limits of the interface
SELECT max(refresh_s) AS value, max(refresh_s) AS numerator, CAST(sum(messages) AS DOUBLE) AS denominator, CAST(1 AS DOUBLE) AS coverage,
       max(newest) AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM rt_freshness
WHERE feed IN (SELECT feed FROM feed_table WHERE table_name = 'vehicle_position')
