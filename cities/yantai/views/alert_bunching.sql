-- title: 线路串车 | Bunching on a line
-- row: one direction of a line with at least three bunched pairs of buses now; none while the timetable is in doubt
-- formula: pairs in headways_now with state bunched, counted by line and direction; the place is that of the closest pair
-- unit: 处 | pair(s)
-- source: TransitMatters (bunching)
SELECT 'bunching ' || route_id || ' ' || CAST(direction_id AS VARCHAR) AS alert_key,
       split_part(min(route_name), ' | ', 1) || ' 出现串车 ' || CAST(count(*) AS VARCHAR) || ' 处' AS what_zh,
       CAST(count(*) AS VARCHAR) || ' pairs bunched up on line ' || split_part(min(route_name), ' | ', -1) AS what_en,
       split_part(arg_min(stop_name, ratio), ' | ', 1) AS where_zh, split_part(arg_min(stop_name, ratio), ' | ', -1) AS where_en,
       '报警时最近两车只隔 ' || CAST(CAST(round(min(headway_s) / 60) AS INT) AS VARCHAR) || ' 分，后面乘客等得更久' AS consequence_zh,
       'When raised, the closest pair was ' || CAST(CAST(round(min(headway_s) / 60) AS INT) AS VARCHAR) || ' min apart; longer waits behind' AS consequence_en,
       arg_min(district_id, ratio) AS district_id, arg_min(latitude, ratio) AS latitude, arg_min(longitude, ratio) AS longitude
FROM headways_now
WHERE state = 'bunched' AND NOT EXISTS (SELECT 1 FROM timetable_doubt)
GROUP BY route_id, direction_id
HAVING count(*) >= 3
