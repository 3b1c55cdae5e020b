-- title: 走廊路段序列 | The chosen corridor, segment by segment
-- row: one segment of the chosen corridor, in driving direction, as it is now
-- formula: start_m from the corridor's start; grade: see segment_grade
-- unit: m
-- once: true
-- source: corridor_place, segment_grade
SELECT p.sequence, p.segment_id, p.name, p.road_class, p.start_m, p.length_m, p.latitude, p.longitude, g.speed_kmh, g.free_flow_kmh, g.ratio,
       coalesce(g.grade, 0) AS grade, g.free_flow_time_s, g.travel_time_s, g.event_time
FROM corridor_place p JOIN corridor_chosen c ON c.corridor_id = p.corridor_id
LEFT JOIN segment_grade g ON g.segment_id = p.segment_id
ORDER BY p.sequence
