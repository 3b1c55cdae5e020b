-- title: 路段明细 | Segments of a class
-- row: 范围内的一个路段，属于参数 road_class 所指的道路等级（不给则全部），多花时间最长的在前
--   | one road segment in scope, of the class named by the parameter road_class (all when absent), most extra time first
-- formula: segment_now；extra_s = 行程时间 - 自由流行程时间
--   | segment_now; extra_s = travel time - free-flow travel time
-- unit: -
-- source: 各路段最近车速 | the newest speed of each segment
-- opens: segment_sums(segment = segment_id) as name
SELECT segment_id, name, road_class, length_m, speed_kmh, free_flow_kmh, ratio, travel_time_s - free_flow_time_s AS extra_s, samples, imputed_share,
       event_time, district_id, latitude, longitude
FROM segment_now
WHERE parameter('road_class') IS NULL OR coalesce(road_class, '-') = parameter('road_class')
ORDER BY extra_s DESC NULLS LAST, segment_id
