-- title: 线路大间隔 | Big gap on a line
-- row: one direction of a line on which a bus runs at least 20 minutes and three planned headways behind the one ahead; none while the timetable is in doubt
-- formula: worst pair of headways_now by line and direction with ratio >= 3 and headway_s >= 1200
-- unit: 分 | min
-- source: metrics-mvp (gap)
SELECT 'gap ' || route_id || ' ' || CAST(direction_id AS VARCHAR) AS alert_key,
       split_part(min(route_name), ' | ', 1) || ' 间隔拉大到 ' || CAST(CAST(round(max(headway_s) / 60) AS INT) AS VARCHAR) || ' 分' AS what_zh,
       CAST(CAST(round(max(headway_s) / 60) AS INT) AS VARCHAR) || ' min gap opened on line ' || split_part(min(route_name), ' | ', -1) AS what_en,
       split_part(arg_max(stop_name, headway_s), ' | ', 1) AS where_zh, split_part(arg_max(stop_name, headway_s), ' | ', -1) AS where_en,
       '计划 ' || CAST(CAST(round(arg_max(scheduled_headway_s, headway_s) / 60) AS INT) AS VARCHAR) || ' 分一班' AS consequence_zh,
       'Planned every ' || CAST(CAST(round(arg_max(scheduled_headway_s, headway_s) / 60) AS INT) AS VARCHAR) || ' min' AS consequence_en,
       arg_max(district_id, headway_s) AS district_id, arg_max(latitude, headway_s) AS latitude, arg_max(longitude, headway_s) AS longitude
FROM headways_now
WHERE state = 'gap' AND ratio >= 3 AND headway_s >= 1200 AND NOT EXISTS (SELECT 1 FROM timetable_doubt)
GROUP BY route_id, direction_id
