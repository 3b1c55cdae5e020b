-- title: 行程时间可靠性清单 | Reliability by segment
-- row: 范围内的一个路段，最不可靠的在前；参数 road_class 或 corridor 可缩小范围
--   | one segment in scope, the least reliable first; the parameter road_class or corridor narrows it down
-- formula: 见 segment_lottr；时段 = 最差的时段
--   | see segment_lottr; period = where it is worst
-- unit: -
-- source: 23 CFR 490.513 | 23 CFR 490.513
-- opens: segment_sums(segment = segment_id) as name
SELECT l.segment_id, s.name, s.road_class, l.lottr, l.lottr < 1.50 AS reliable, l.period, l.tttr, l.days, l.length_m, l.event_time, l.district_id, s.latitude, s.longitude
FROM segment_lottr l JOIN road_segment s ON s.segment_id = l.segment_id
WHERE l.lottr IS NOT NULL AND (parameter('road_class') IS NULL OR s.road_class = parameter('road_class'))
  AND (parameter('corridor') IS NULL OR s.segment_id IN (SELECT segment_id FROM corridor_segment WHERE corridor_id = parameter('corridor')))
ORDER BY l.lottr DESC, l.segment_id
LIMIT 500
