-- title: 走廊路段 | Places along corridors
-- row: one segment of one corridor, from the corridor's start on
-- formula: start_m as given, else the lengths of the segments before it added up; a segment without length counts 1 m
-- unit: m
-- source: the city's own corridors (corridor_segment)
SELECT corridor_id, name_zh, name_en, direction, sequence, segment_id, name, road_class, district_id, length_m, latitude, longitude,
       coalesce(start_m, run_m - length_m) AS start_m
FROM (SELECT c.corridor_id, c.name_zh, c.name_en, c.direction, c.sequence, c.segment_id, c.start_m, s.name, s.road_class, s.district_id, s.latitude, s.longitude,
             coalesce(s.length_m, 1) AS length_m,
             sum(coalesce(s.length_m, 1)) OVER (PARTITION BY c.corridor_id ORDER BY c.sequence ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS run_m
      FROM corridor_segment c JOIN road_segment s ON s.segment_id = c.segment_id) place
