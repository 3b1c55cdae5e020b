-- title: 各线路班次执行 | Service delivered by line
-- row: 每行为统计时段内有应发班次的一条线路一个方向，缺失和取消多的在前 | one line and direction with trips planned to begin in the window, most lost and cancelled first
-- formula: 已执行班次（已完成、在途）/ 计划班次（不含无数据）；各种结果分别计数；不足 share_samples（5）个班次的不给占比
--   | trips run (completed, under way) / trips planned but for those without data; what became of the trips, each apart; no share of fewer than share_samples (5) trips
-- unit: %
-- source: 班次执行率（行业口径） | trips run as planned (definition of the trade in China)
-- opens: trip_rows(line = route_id, direction = direction_id) as route_name
SELECT route_id, min(route_name) AS route_name, direction_id,
       CASE WHEN count(*) FILTER (WHERE outcome <> 'no_data') >= coalesce(min(setting('share_samples')), 5)
            THEN 100.0 * count(*) FILTER (WHERE seen) / count(*) FILTER (WHERE outcome <> 'no_data') END AS value,
       count(*) FILTER (WHERE seen) AS numerator, count(*) FILTER (WHERE outcome <> 'no_data') AS denominator,
       count(*) FILTER (WHERE outcome = 'completed') AS completed, count(*) FILTER (WHERE outcome = 'running') AS running,
       count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled, count(*) FILTER (WHERE outcome = 'lost') AS lost,
       count(*) FILTER (WHERE outcome = 'no_data') AS no_data
FROM trip_begun
GROUP BY route_id, direction_id
ORDER BY numerator - denominator, value NULLS LAST, route_id, direction_id
