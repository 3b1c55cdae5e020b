-- title: 路段近一小时流量 | Flow of segments over the last hour
-- row: one segment in scope with detectors
-- formula: sums of its detectors (detector_hour); speed = timed_km / vehicle_h; index = vehicle_h / free_h; flow_h: vehicles in the hour past one station, as far as measured;
--   occupancy = occupied time / time with an occupancy; coverage = time measured / an hour of all its lanes; imputed_share = kilometres filled in / all
-- unit: -
-- once: true
-- source: PeMS (ratios of sums)
SELECT h.segment_id, s.name, s.road_class, h.district_id, s.latitude, s.longitude, count(*) AS detectors, sum(h.vehicle_km) AS vehicle_km, sum(h.timed_km) AS timed_km,
       sum(h.vehicle_h) AS vehicle_h, sum(CASE WHEN h.free_h IS NOT NULL THEN h.vehicle_h END) AS against_h, sum(h.free_h) AS free_h, sum(h.delay_h) AS delay_h,
       sum(h.severe_delay_h) AS severe_delay_h, sum(h.lost_lane_km_h) AS lost_lane_km_h, sum(h.timed_km) / nullif(sum(h.vehicle_h), 0) AS speed_kmh,
       sum(h.vehicle_h) / nullif(sum(h.free_h), 0) AS ratio, sum(h.vehicle_km) * 1000 / nullif(min(s.length_m), 0) AS flow_h,
       100 * sum(h.occupied_s) / nullif(sum(h.occupancy_s), 0) AS occupancy, sum(h.measured_ms) AS measured_ms, sum(h.wanted_ms) AS wanted_ms,
       coalesce(sum(h.measured_ms) / nullif(sum(h.wanted_ms), 0), 0) AS coverage, coalesce(sum(h.imputed_km), 0) AS imputed_km,
       coalesce(sum(h.imputed_km) / nullif(coalesce(sum(h.vehicle_km), 0) + coalesce(sum(h.imputed_km), 0), 0), 0) AS imputed_share,
       max(h.event_time) + INTERVAL '300' SECOND AS event_time
FROM detector_hour h JOIN road_segment s ON s.segment_id = h.segment_id
WHERE scope() IS NULL OR h.district_id = scope()
GROUP BY h.segment_id, s.name, s.road_class, h.district_id, s.latitude, s.longitude
