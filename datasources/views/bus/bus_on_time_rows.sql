-- title: 各线路准点率 | On-time share by line
-- row: 每行为统计时段内有到站记录的一条线路一个方向，占比低的在前 | one line and direction with stop visits in the window, lowest share first
-- formula: 落在本线路及站点类型时间窗内的到站 / 全部到站；旁列各类站点的占比和偏差中位
--   | visits within the window of their line and kind of stop / visits; the share of each kind of stop and the median delay beside it
-- unit: %
-- source: TransitMatters metrics-mvp 的准点率 | on-time performance of TransitMatters metrics-mvp
-- opens: visit_rows(route = route_id, direction = direction_id) as route_name
SELECT v.route_id, coalesce(min(l.route_name), v.route_id) AS route_name, coalesce(v.direction_id, 0) AS direction_id,
       100.0 * count(*) FILTER (WHERE punctuality = 'on_time') / count(*) AS value,
       count(*) FILTER (WHERE punctuality = 'on_time') AS numerator, count(*) AS denominator,
       count(*) FILTER (WHERE punctuality = 'early') AS early, count(*) FILTER (WHERE punctuality = 'late') AS late,
       100.0 * count(*) FILTER (WHERE punctuality = 'on_time' AND stop_type = 'departure') / nullif(count(*) FILTER (WHERE stop_type = 'departure'), 0) AS departure_share,
       100.0 * count(*) FILTER (WHERE punctuality = 'on_time' AND stop_type = 'timepoint') / nullif(count(*) FILTER (WHERE stop_type = 'timepoint'), 0) AS timepoint_share,
       100.0 * count(*) FILTER (WHERE punctuality = 'on_time' AND stop_type = 'arrival') / nullif(count(*) FILTER (WHERE stop_type = 'arrival'), 0) AS arrival_share,
       quantile_cont(delay_s, 0.5) AS median_delay_s, count(DISTINCT vehicle_id) AS vehicles, max(event_time) AS event_time
FROM stop_visit_judged v LEFT JOIN line l ON l.route_id = v.route_id
GROUP BY v.route_id, coalesce(v.direction_id, 0)
ORDER BY value, denominator DESC, v.route_id, direction_id
