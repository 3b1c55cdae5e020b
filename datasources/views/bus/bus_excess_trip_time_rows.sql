-- title: 各线路额外行程时间 | Excess trip time by line
-- row: one line and direction with trips that reached their last stop in the window, longest excess first
-- formula: sum(observed - planned run time) / trips; the worst trip beside it
-- unit: min
-- source: MBTA Service Delivery Policy 2024
-- opens: trip_rows(line = route_id, direction = direction_id) as route_name
SELECT r.route_id, coalesce(min(l.route_name), r.route_id) AS route_name, r.direction_id, CAST(sum(excess_s) AS DOUBLE) / 60 / count(*) AS value,
       CAST(sum(excess_s) AS DOUBLE) / 60 AS numerator, count(*) AS denominator, CAST(max(excess_s) AS DOUBLE) / 60 AS worst_min, avg(planned_s) / 60 AS planned_min, max(event_time) AS event_time
FROM trip_run r LEFT JOIN line l ON l.route_id = r.route_id
GROUP BY r.route_id, r.direction_id
ORDER BY value DESC, r.route_id, r.direction_id
