-- title: 检测器异常清单 | Detectors in doubt
-- row: 范围内检测器存疑的一个路段，最长的在前
--   | one segment in scope whose detector is in doubt, the longest first
-- formula: 见 segment_health_now
--   | see segment_health_now
-- unit: -
-- source: PeMS 检测器健康 | PeMS detector health
-- opens: segment_card(segment = segment_id) as name
SELECT u.segment_id, s.name, s.road_class, u.feed, u.cause, u.hidden, u.length_m, u.event_time, u.district_id, s.latitude, s.longitude
FROM segment_unhealthy u JOIN road_segment s ON s.segment_id = u.segment_id
WHERE scope() IS NULL OR u.district_id = scope()
ORDER BY u.length_m DESC, u.segment_id
