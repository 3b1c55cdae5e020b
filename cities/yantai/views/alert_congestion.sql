-- title: 路段严重拥堵 | Severe congestion
-- row: one road segment of at least 300 m on which the way takes four times as long as on a free road, or more
-- formula: ratio = free-flow speed / speed of segment_now; the ten longest waits
-- unit: km/h
-- source: 拥堵延时指数 >= 4
SELECT 'congestion ' || segment_id AS alert_key,
       '严重拥堵：车速降至 ' || CAST(CAST(round(speed_kmh) AS INT) AS VARCHAR) || ' km/h' AS what_zh,
       'Severe congestion: fell to ' || CAST(CAST(round(speed_kmh) AS INT) AS VARCHAR) || ' km/h' AS what_en,
       split_part(name, ' | ', 1) AS where_zh, split_part(name, ' | ', -1) AS where_en,
       '报警时多花 ' || CAST(CAST(round((travel_time_s - free_flow_time_s) / 60) AS INT) AS VARCHAR) || ' 分' AS consequence_zh,
       'When raised, ' || CAST(CAST(round((travel_time_s - free_flow_time_s) / 60) AS INT) AS VARCHAR) || ' min longer than on a free road' AS consequence_en,
       district_id, latitude, longitude
FROM segment_now
WHERE ratio >= 4 AND length_m >= 300
QUALIFY row_number() OVER (ORDER BY travel_time_s - free_flow_time_s DESC, segment_id) <= 10
