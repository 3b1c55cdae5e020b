-- title: 检测器名册 | Detectors known
-- row: one detector of the table detector, or heard of within the last day
-- formula: length_m: the road that it stands for, its segment's length by the stations on it; lanes: that it counts over
-- unit: m
-- source: detector, detector_5min
SELECT k.detector_id, k.segment_id, k.lanes, s.district_id, s.length_m / k.stations AS length_m
FROM (
  SELECT p.detector_id, p.segment_id, p.lanes, n.stations
  FROM (SELECT detector_id, min(segment_id) AS segment_id, coalesce(min(lanes), 1) AS lanes FROM detector GROUP BY detector_id) p
  JOIN (SELECT segment_id, count(DISTINCT coalesce(station_id, '')) AS stations FROM detector GROUP BY segment_id) n ON n.segment_id = p.segment_id
  UNION ALL
  SELECT detector_id, arg_max(segment_id, event_time), arg_max(lanes, event_time), 1
  FROM detector_5min
  WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '86400' SECOND AND detector_id NOT IN (SELECT detector_id FROM detector)
  GROUP BY detector_id) k
LEFT JOIN (SELECT segment_id, min(district_id) AS district_id, min(length_m) AS length_m FROM road_segment GROUP BY segment_id) s ON s.segment_id = k.segment_id
