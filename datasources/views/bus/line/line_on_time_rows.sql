-- title: 本线各班次准点 | On-time share by trip
-- row: 每行为统计时段内有到站记录的所选线路和方向的一个班次，占比低的在前 | one trip of the chosen line and direction with stop visits in the window, lowest share first
-- formula: 偏差在 -early_s..late_s 之内的到站 / 全部到站；旁列偏差中位 | visits within -early_s..late_s / visits; median delay beside it
-- unit: %
-- source: 与本线准点率同一口径 | as the on-time share of the line
SELECT v.trip_id, max(v.vehicle_id) AS vehicle_id, 100.0 * count(*) FILTER (WHERE v.delay_s BETWEEN -coalesce(setting('early_s'), 60) AND coalesce(setting('late_s'), 300)) / count(*) AS value,
       count(*) AS denominator, quantile_cont(v.delay_s, 0.5) AS median_delay_s, max(v.actual_time) AS event_time
FROM line_visit v JOIN line_chosen chosen ON chosen.direction_id = v.direction_id
WHERE v.actual_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('window_s'), 3600)
GROUP BY v.service_date, v.trip_id
ORDER BY value, v.trip_id
