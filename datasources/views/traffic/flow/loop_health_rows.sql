-- title: 存疑流量检测器 | Flow detectors in doubt
-- row: 范围内存疑的一个检测器，或检测器的一个存疑来源
--   | one detector in scope that is in doubt, or the feed of one that is
-- formula: 见 detector_diagnosis_now
--   | see detector_diagnosis_now
-- unit: -
-- source: PeMS 检测器健康 | PeMS detector health
-- opens: detector_sums(detector = detector_id) as detector_id
SELECT u.detector_id, s.name, s.road_class, u.feed, u.cause, u.hidden, u.event_time, u.segment_id, u.district_id, s.latitude, s.longitude
FROM detector_doubt u LEFT JOIN road_segment s ON s.segment_id = u.segment_id
WHERE scope() IS NULL OR u.district_id = scope()
ORDER BY u.cause, u.detector_id
