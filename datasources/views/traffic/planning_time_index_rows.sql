-- title: 规划时间指数构成 | What makes the planning time index
-- row: 范围内的一个路段，指数最高的在前；参数 road_class 或 corridor 可缩小范围
--   | one segment in scope, the highest first; the parameter road_class or corridor narrows it down
-- formula: 高峰 95 分位 / 自由流行程时间，近 reliability_days（14）个整日
--   | 95th percentile / free-flow travel time in the peaks, of the last reliability_days (14) whole days
-- unit: -
-- source: FHWA 城市拥堵报告 | FHWA Urban Congestion Report
-- opens: segment_sums(segment = segment_id) as name
SELECT s.segment_id, s.name, s.road_class, r.p95_s / nullif(r.free_flow_s, 0) AS value, r.mean_s, r.p95_s, r.free_flow_s, r.length_m, r.days, r.samples,
       r.event_time, r.district_id, s.latitude, s.longitude
FROM segment_reliability_last r JOIN road_segment s ON s.segment_id = r.segment_id
WHERE r.period = 'peak' AND r.known AND r.free_flow_s > 0 AND (parameter('road_class') IS NULL OR s.road_class = parameter('road_class'))
  AND (parameter('corridor') IS NULL OR s.segment_id IN (SELECT segment_id FROM corridor_segment WHERE corridor_id = parameter('corridor')))
ORDER BY value DESC, s.segment_id
LIMIT 500
