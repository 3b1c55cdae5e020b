-- title: 路段所在走廊 | Corridors of a segment
-- row: 参数 segment 所指路段所在的一条走廊 | one corridor that the road segment named by the parameter segment lies on
-- formula: corridor_segment
-- unit: -
-- source: 本市自定走廊 | the city's own corridors
SELECT corridor_id, min(name_zh) AS name_zh, min(name_en) AS name_en, min(direction) AS direction
FROM corridor_segment
WHERE segment_id = parameter('segment')
GROUP BY corridor_id
ORDER BY corridor_id
