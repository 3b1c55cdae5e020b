-- title: 重大道路事件 | Major road incident
-- row: one open incident of severity 2
-- formula: incidents_now with severity = 2
-- unit: -
-- source: FHWA TIM
SELECT 'incident ' || i.incident_id AS alert_key, trim(split_part(i.title, '|', 1)) AS what_zh, trim(split_part(i.title, '|', -1)) AS what_en,
       coalesce(d.name_zh, '') AS where_zh, coalesce(d.name_en, '') AS where_en,
       '周边路段减速' AS consequence_zh, 'Traffic slows around it' AS consequence_en,   -- how long it lasts stands beside it
       i.district_id, i.latitude, i.longitude, i.started_at AS since
FROM incidents_now i
LEFT JOIN (SELECT district_id, min(name_zh) AS name_zh, min(name_en) AS name_en FROM district GROUP BY district_id) d ON d.district_id = i.district_id
WHERE i.severity = 2
