-- title: 检测器五分钟汇总 | Five-minute sums of detectors
-- row: 参数 segment 所指路段的一个检测器（或参数 detector 所指检测器）最近六小时中的五分钟，最新的在前
--   | five minutes of the last six hours of one detector on the segment named by the parameter segment (or of the one named by detector), newest first
-- formula: 流量为实测车辆数；速度按流量加权；占有率 = 占用时间 / 有占有率的时间；补齐的流量单列
--   | flow: vehicles really counted; speed: mean weighted by flow; occupancy = occupied time / time with an occupancy; what was filled in is apart
-- unit: -
-- source: PeMS（五分钟） | PeMS (5 minutes)
-- opens: detector_samples(detector = detector_id, moment = event_time)
SELECT event_time, detector_id, segment_id, flow, speed_flow / nullif(timed_flow, 0) AS speed_kmh, 100 * occupied_s / nullif(occupancy_s, 0) AS occupancy, lanes, readings,
       measured_s, imputed_flow, flow * length_m / 1000 AS vehicle_km, pace_flow * length_m / 1000 AS vehicle_h
FROM detector_5min
WHERE (segment_id = parameter('segment') OR detector_id = parameter('detector')) AND event_time <= as_of() AND event_time > as_of() - INTERVAL '21600' SECOND
ORDER BY event_time DESC, detector_id
