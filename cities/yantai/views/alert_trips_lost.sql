-- title: 线路班次缺失 | Trips lost on a line
-- row: one direction of a line that lost at least two trips planned to begin in the last hour; cancelled ones, and those that nobody could see, are not lost
-- formula: trip_begun with outcome lost, counted by line and direction
-- unit: 班 | trip(s)
-- source: 班次执行率
SELECT 'lost ' || t.route_id || ' ' || CAST(t.direction_id AS VARCHAR) AS alert_key,
       split_part(min(t.route_name), ' | ', 1) || ' 缺 ' || CAST(count(*) AS VARCHAR) || ' 班' AS what_zh, CAST(count(*) AS VARCHAR) || ' trips lost on line ' || split_part(min(t.route_name), ' | ', -1) AS what_en,
       split_part(arg_max(s.stop_name, t.planned_start), ' | ', 1) AS where_zh, split_part(arg_max(s.stop_name, t.planned_start), ' | ', -1) AS where_en,
       '后车承担缺班客流，候车加长' AS consequence_zh, 'Longer waits; the next bus carries two loads' AS consequence_en,
       arg_max(t.first_district_id, t.planned_start) AS district_id, arg_max(s.latitude, t.planned_start) AS latitude, arg_max(s.longitude, t.planned_start) AS longitude
FROM trip_begun t
LEFT JOIN stop s ON s.stop_id = t.first_stop_id
WHERE t.outcome = 'lost'
GROUP BY t.route_id, t.direction_id
HAVING count(*) >= 2
