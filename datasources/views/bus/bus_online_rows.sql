-- title: 各线路在线车辆 | Buses online by line
-- row: 每行为 vehicle_lookback_s 内有上报车辆的一条线路，未上报多的在前 | one line with vehicles heard of in vehicle_lookback_s, most silent ones first
-- formula: 在线：最近 online_s 内有上报 | online = heard of in the last online_s
-- unit: %
-- source: 在线率（行业口径） | vehicles online (definition of the trade in China)
-- opens: line_vehicles(route = route_id) as route_name
SELECT route_id, min(route_name) AS route_name, 100.0 * count(*) FILTER (WHERE state <> 'silent') / count(*) AS value,
       count(*) FILTER (WHERE state <> 'silent') AS numerator, count(*) AS denominator, count(*) FILTER (WHERE state = 'silent') AS silent, max(event_time) AS event_time
FROM vehicles
GROUP BY route_id
ORDER BY silent DESC, value, route_id
