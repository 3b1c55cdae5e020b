-- title: 常发拥堵路段 | Segments congested again and again
-- row: 范围内多数工作日高峰都拥堵的一个路段，最长的在前
--   | one segment in scope congested in the peaks of most working days, the longest first
-- formula: 见 recurrent_congestion
--   | see recurrent_congestion
-- unit: day
-- source: DB11/T 785 城市道路交通运行评价 | DB11/T 785 urban road traffic performance
-- opens: segment_sums(segment = segment_id) as name
SELECT s.segment_id, s.name, s.road_class, r.congested_days, r.days, r.mean_s, r.free_flow_s, r.length_m, r.event_time, r.district_id, s.latitude, s.longitude
FROM segment_reliability_last r JOIN road_segment s ON s.segment_id = r.segment_id
WHERE r.period = 'peak' AND r.known AND r.free_flow_s > 0 AND r.days >= coalesce(setting('recurrent_days'), 3)
  AND r.congested_days >= coalesce(setting('recurrent_share'), 0.6) * r.days
ORDER BY r.length_m DESC, s.segment_id
