-- title: 检测器近一小时 | Detectors over the last hour
-- row: one detector known, with the sums of the last hour that any told of, at most two hours back
-- formula: hour = the twelve full five minutes up to the newest heard of. vehicle_km = vehicles x length it stands for; timed_km: of vehicles with a speed; vehicle_h =
--   timed_km / speed; delay_h = max(0, vehicle_h - timed_km / Vt), of each five minutes, at delay_kmh (96.56, 60 mph) and delay_severe_kmh (56.33, 35 mph);
--   lost_lane_km_h = (1 - flow / lane_capacity (2076 veh/h) of its lanes) x lane kilometres x hours, of five minutes slower than delay_severe_kmh. What detectors in doubt
--   (detector_doubt) say counts as none
-- unit: -
-- once: true
-- source: PeMS performance calculations
SELECT k.detector_id, k.segment_id, k.district_id, k.lanes, k.length_m, k.lanes * k.length_m * 3600 AS wanted_ms, h.event_time, h.measured_s,
       h.flow, h.vehicle_km, h.timed_km, h.vehicle_h, h.free_h, h.delay_h, h.severe_delay_h, h.lost_lane_km_h, h.imputed_km,
       h.measured_s * k.lanes * k.length_m AS measured_ms, h.occupied_s, h.occupancy_s, h.detector_id IS NOT NULL AS heard
FROM detector_known k LEFT JOIN (
  SELECT f.detector_id, max(f.event_time) AS event_time, sum(f.measured_s) AS measured_s, sum(f.flow) AS flow, sum(f.occupied_s) AS occupied_s,
         sum(f.occupancy_s) AS occupancy_s, sum(f.flow * f.length_m) / 1000 AS vehicle_km, sum(f.timed_flow * f.length_m) / 1000 AS timed_km,
         sum(f.pace_flow * f.length_m) / 1000 AS vehicle_h, sum(f.timed_flow * f.length_m / v.free_flow_kmh) / 1000 AS free_h,
         sum(greatest(0, f.pace_flow - f.timed_flow / coalesce(setting('delay_kmh'), 96.56064)) * f.length_m) / 1000 AS delay_h,
         sum(greatest(0, f.pace_flow - f.timed_flow / coalesce(setting('delay_severe_kmh'), 56.32704)) * f.length_m) / 1000 AS severe_delay_h,
         sum(CASE WHEN f.timed_flow > 0 AND f.timed_flow < coalesce(setting('delay_severe_kmh'), 56.32704) * f.pace_flow
                  THEN greatest(0, 1 - f.flow / (coalesce(setting('lane_capacity'), 2076) / 3600 * f.lanes * f.measured_s)) * f.lanes * f.length_m * f.measured_s
                  ELSE 0 END) / 3600000 AS lost_lane_km_h,
         sum(f.imputed_flow * f.length_m) / 1000 AS imputed_km
  FROM (SELECT d.*, max(d.event_time) OVER () AS newest FROM detector_5min d
        WHERE d.event_time <= as_of() - INTERVAL '300' SECOND AND d.event_time > as_of() - INTERVAL '11100' SECOND) f
  LEFT JOIN free_flow v ON v.segment_id = f.segment_id
  WHERE f.event_time > f.newest - INTERVAL '3600' SECOND AND f.newest > as_of() - INTERVAL '7500' SECOND
    AND f.detector_id NOT IN (SELECT detector_id FROM detector_doubt WHERE hidden AND feed IS NULL)
  GROUP BY f.detector_id) h ON h.detector_id = k.detector_id
