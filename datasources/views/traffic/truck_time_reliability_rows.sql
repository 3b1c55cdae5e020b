-- title: 货车行程时间可靠性清单 | Truck reliability by segment
-- row: 范围内的一个路段，最不可靠的在前；参数 road_class 或 corridor 可缩小范围
--   | one segment in scope, the least reliable first; the parameter road_class or corridor narrows it down
-- formula: 见 segment_lottr
--   | see segment_lottr
-- unit: -
-- source: 23 CFR 490.613 | 23 CFR 490.613
-- opens: segment_sums(segment = segment_id) as name
SELECT l.segment_id, s.name, s.road_class, l.tttr, l.lottr, l.days, l.length_m, l.event_time, l.district_id, s.latitude, s.longitude
FROM segment_lottr l JOIN road_segment s ON s.segment_id = l.segment_id
WHERE l.tttr IS NOT NULL AND (parameter('road_class') IS NULL OR s.road_class = parameter('road_class'))
  AND (parameter('corridor') IS NULL OR s.segment_id IN (SELECT segment_id FROM corridor_segment WHERE corridor_id = parameter('corridor')))
ORDER BY l.tttr DESC, l.segment_id
LIMIT 500
