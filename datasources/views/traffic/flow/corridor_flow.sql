-- title: 走廊流量 | Flow along corridors
-- row: 每行为涉及当前范围的一条走廊最近一小时的状况，延误大的在前 | one corridor that touches scope(), over the last hour, the most delay first
-- formula: 其中有检测器路段的和；速度 = timed_km / vehicle_h；覆盖率 = 这些路段的长度 / 总长度
--   | sums of its segments with detectors (detector_hour); speed = timed_km / vehicle_h; coverage = their length / length
-- unit: -
-- source: PeMS（和之比） | PeMS (ratios of sums)
-- opens: traffic_delay_rows(corridor = corridor_id) as name
SELECT p.corridor_id, min(p.name_zh) AS name_zh, min(p.name_en) AS name_en, min(p.direction) AS direction, sum(f.vehicle_km) AS vehicle_km, sum(f.vehicle_h) AS vehicle_h,
       sum(f.timed_km) / nullif(sum(f.vehicle_h), 0) AS speed_kmh, sum(f.against_h) / nullif(sum(f.free_h), 0) AS ratio, sum(f.delay_h) AS delay_h,
       sum(f.severe_delay_h) AS severe_delay_h, sum(f.lost_lane_km_h) AS lost_lane_km_h, sum(f.imputed_km) / nullif(sum(f.vehicle_km) + sum(f.imputed_km), 0) AS imputed_share,
       coalesce(sum(CASE WHEN f.vehicle_km IS NOT NULL THEN p.length_m END), 0) / nullif(sum(p.length_m), 0) AS coverage, max(f.event_time) AS event_time
FROM corridor_place p LEFT JOIN (
  SELECT segment_id, sum(vehicle_km) AS vehicle_km, sum(timed_km) AS timed_km, sum(vehicle_h) AS vehicle_h, sum(CASE WHEN free_h IS NOT NULL THEN vehicle_h END) AS against_h,
         sum(free_h) AS free_h, sum(delay_h) AS delay_h, sum(severe_delay_h) AS severe_delay_h, sum(lost_lane_km_h) AS lost_lane_km_h, coalesce(sum(imputed_km), 0) AS imputed_km,
         max(event_time) + INTERVAL '300' SECOND AS event_time
  FROM detector_hour GROUP BY segment_id) f ON f.segment_id = p.segment_id
GROUP BY p.corridor_id
HAVING scope() IS NULL OR count(*) FILTER (WHERE p.district_id = scope()) > 0
ORDER BY delay_h DESC NULLS LAST, p.corridor_id
