-- title: 未知路段 | Segments that nobody knows
-- row: one feed that told in the last day of segments of which road_segment has nothing
-- formula: segments: those told of; unknown: of them without a road_segment; sample: one of these
-- unit: -
-- source: segment_speed, detector_reading
SELECT told.feed, count(*) AS segments, count(*) FILTER (WHERE s.segment_id IS NULL) AS unknown, min(CASE WHEN s.segment_id IS NULL THEN told.segment_id END) AS sample
FROM (
  SELECT DISTINCT feed, segment_id FROM segment_speed
  WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '86400' SECOND
  UNION
  SELECT d.feed, coalesce(d.segment_id, p.segment_id, d.detector_id) FROM detector_reading d LEFT JOIN detector p ON p.detector_id = d.detector_id
  WHERE d.event_time <= as_of() AND d.received_at <= as_of() AND d.event_time > as_of() - INTERVAL '86400' SECOND) told
LEFT JOIN (SELECT DISTINCT segment_id FROM road_segment) s ON s.segment_id = told.segment_id
GROUP BY told.feed
HAVING count(*) FILTER (WHERE s.segment_id IS NULL) > 0
ORDER BY told.feed
