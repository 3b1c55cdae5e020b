-- title: 严重延误构成 | What makes the severe delay
-- row: 范围内装有检测器的一个路段，严重延误最多的在前；参数 road_class 或 corridor 可缩小范围
--   | one segment in scope with detectors, the most severe delay first; the parameter road_class or corridor narrows it down
-- formula: 见 segment_flow
--   | see segment_flow
-- unit: -
-- source: PeMS（加州交通局） | PeMS (Caltrans)
-- opens: detector_sums(segment = segment_id) as name
SELECT segment_id, name, road_class, flow_h, vehicle_km, vehicle_h, speed_kmh, ratio, delay_h, severe_delay_h, lost_lane_km_h, occupancy, coverage, imputed_share, detectors,
       event_time, district_id, latitude, longitude
FROM segment_flow
WHERE (parameter('road_class') IS NULL OR road_class = parameter('road_class'))
  AND (parameter('corridor') IS NULL OR segment_id IN (SELECT segment_id FROM corridor_segment WHERE corridor_id = parameter('corridor')))
ORDER BY severe_delay_h DESC NULLS LAST, segment_id
LIMIT 500
