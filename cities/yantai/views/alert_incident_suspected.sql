-- title: 疑似道路事件 | Suspected road incident
-- row: one road segment of at least 300 m far below its usual speed twice in a row, where no incident is known; the five farthest below
-- formula: see incident_suspected
-- unit: km/h
-- source: standard normal deviate
SELECT 'suspect ' || segment_id AS alert_key,
       '突然减速至 ' || CAST(CAST(round(speed_kmh) AS INT) AS VARCHAR) || ' km/h，疑似事件' AS what_zh,
       'Down to ' || CAST(CAST(round(speed_kmh) AS INT) AS VARCHAR) || ' km/h: an incident?' AS what_en,
       split_part(name, ' | ', 1) AS where_zh, split_part(name, ' | ', -1) AS where_en,
       '平时 ' || CAST(CAST(round(usual_kmh) AS INT) AS VARCHAR) || ' km/h' AS consequence_zh,
       'Usually ' || CAST(CAST(round(usual_kmh) AS INT) AS VARCHAR) || ' km/h' AS consequence_en,
       district_id, latitude, longitude, since
FROM incident_suspected
WHERE NOT known AND length_m >= 300
QUALIFY row_number() OVER (ORDER BY deviate, segment_id) <= 5
