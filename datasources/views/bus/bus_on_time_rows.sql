-- title: 各线路准点率 | On-time share by line
-- row: 每行为统计时段内有到站记录的一条线路一个方向，占比低的在前，到站过少的在后
--   | one line and direction with stop visits in the window, lowest share first, those of too few visits last
-- formula: 落在本线路及站点类型时间窗内的到站 / 全部到站；旁列各类站点的占比和偏差中位；不足 share_samples（5）次到站的不给占比
--   | visits within the window of their line and kind of stop / visits; the share of each kind of stop and the median delay beside it; no share of fewer than share_samples (5) visits
-- unit: %
-- source: TransitMatters metrics-mvp 的准点率 | on-time performance of TransitMatters metrics-mvp
-- opens: visit_rows(route = route_id, direction = direction_id) as route_name
-- columns: value = 准点 % | On time, % : 1; numerator = 准点 | On time; denominator = 到站 | Visits
SELECT route_id, route_name, direction_id, CASE WHEN denominator >= least THEN 100.0 * numerator / denominator END AS value, numerator, denominator, early, late,
       CASE WHEN departures >= least THEN 100.0 * departures_on_time / departures END AS departure_share,
       CASE WHEN timepoints >= least THEN 100.0 * timepoints_on_time / timepoints END AS timepoint_share,
       CASE WHEN arrivals >= least THEN 100.0 * arrivals_on_time / arrivals END AS arrival_share,
       median_delay_s, vehicles, event_time
FROM (
  SELECT v.route_id, coalesce(min(l.route_name), v.route_id) AS route_name, coalesce(v.direction_id, 0) AS direction_id, coalesce(min(setting('share_samples')), 5) AS least,
         count(*) FILTER (WHERE punctuality = 'on_time') AS numerator, count(*) AS denominator,
         count(*) FILTER (WHERE punctuality = 'early') AS early, count(*) FILTER (WHERE punctuality = 'late') AS late,
         count(*) FILTER (WHERE stop_type = 'departure') AS departures, count(*) FILTER (WHERE punctuality = 'on_time' AND stop_type = 'departure') AS departures_on_time,
         count(*) FILTER (WHERE stop_type = 'timepoint') AS timepoints, count(*) FILTER (WHERE punctuality = 'on_time' AND stop_type = 'timepoint') AS timepoints_on_time,
         count(*) FILTER (WHERE stop_type = 'arrival') AS arrivals, count(*) FILTER (WHERE punctuality = 'on_time' AND stop_type = 'arrival') AS arrivals_on_time,
         quantile_cont(delay_s, 0.5) AS median_delay_s, count(DISTINCT vehicle_id) AS vehicles, max(event_time) AS event_time
  FROM stop_visit_judged v LEFT JOIN line l ON l.route_id = v.route_id
  GROUP BY v.route_id, coalesce(v.direction_id, 0)) visited
ORDER BY value NULLS LAST, denominator DESC, route_id, direction_id
