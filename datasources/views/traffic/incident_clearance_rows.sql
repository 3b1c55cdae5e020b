-- title: 事件处置时间 | Incidents cleared and how long each took
-- row: 范围内近 24 小时清除的一起事件，用时最长的在前
--   | one incident in scope cleared in the last 24 hours, the longest first
-- formula: 见 incident_clock
--   | see incident_clock
-- unit: s
-- source: FHWA 交通事件管理 | FHWA Traffic Incident Management
SELECT incident_id, kind, severity, title, detection_s, verification_s, response_s, roadway_clearance_s, incident_clearance_s, recovery_s, owner,
       t6 AS event_time, segment_id, district_id, latitude, longitude
FROM incident_clock
WHERE status = 'cleared' AND t6 <= as_of() AND t6 > as_of() - INTERVAL '86400' SECOND
ORDER BY incident_clearance_s DESC NULLS LAST, incident_id
