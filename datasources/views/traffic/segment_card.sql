-- title: 路段卡片 | Segment card
-- row: the road segment named by the parameter segment, as it is now
-- formula: road_grades with what it was heard from; flow_h, occupancy: of its detectors over the last hour (segment_flow)
-- unit: km/h
-- source: standard
SELECT s.segment_id, s.name, s.road_class, s.length_m, s.speed_kmh, s.free_flow_kmh, f.origin AS free_flow_origin, s.ratio,
       s.grade, s.level,
       s.travel_time_s - s.free_flow_time_s AS extra_s, s.samples, s.imputed_share, s.empty, q.flow_h, q.occupancy, s.health, s.age_s, s.event_time, s.district_id, s.latitude, s.longitude
FROM segment_grade s LEFT JOIN free_flow f ON f.segment_id = s.segment_id
LEFT JOIN segment_flow q ON q.segment_id = s.segment_id
WHERE s.segment_id = parameter('segment')
