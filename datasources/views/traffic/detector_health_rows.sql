-- title: 检测器异常清单 | Detectors in doubt
-- row: one segment in scope whose detector is in doubt, the longest first
-- formula: see segment_health_now
-- unit: -
-- source: PeMS detector health
SELECT u.segment_id, s.name, s.road_class, u.cause, u.hidden, u.length_m, u.event_time, u.district_id, s.latitude, s.longitude
FROM segment_unhealthy u JOIN road_segment s ON s.segment_id = u.segment_id
WHERE scope() IS NULL OR u.district_id = scope()
ORDER BY u.length_m DESC, u.segment_id
