-- title: 路网平均车速 | Network speed
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 近一小时车公里 / 车小时（仅计有车速的车辆），按流量与长度加权
--   | vehicle kilometres / vehicle hours of the last hour (of vehicles with a speed): weighs by flow and length
-- unit: km/h
-- source: PeMS：Q = VMT / VHT | PeMS: Q = VMT / VHT
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: detector_reading, road_segment
-- rule: 车公里/车小时 | VMT / VHT
-- decimals: 1
-- normal: 平峰不低于自由流速度的八成 | off-peak at least 80 % of free flow
-- investigate_if: 比同星期同时段低 20% | 20 % below the same weekday and time
-- possible_causes: 事件；信号故障；恶劣天气；检测器存疑 | incidents; signals in fault; weather; detectors in doubt
SELECT sum(timed_km) / nullif(sum(vehicle_h), 0) AS value, sum(timed_km) AS numerator,
       sum(vehicle_h) AS denominator,
       coalesce(sum(measured_ms) / nullif(sum(wanted_ms), 0), 0) AS coverage, max(event_time) AS content_time,
       concat(count(CASE WHEN measured_ms > 0 THEN segment_id END), '/', count(*)) AS sample
FROM segment_flow
