-- title: 车小时 | Vehicle hours
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 近一小时内（车辆数 × 长度 / 车速）之和；无车速的车辆不计
--   | sum over the last hour of vehicles x length / speed; vehicles without a speed are left out
-- unit: 车小时/时 | veh-h/h
-- source: PeMS 的 VHT | PeMS VHT
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: detector_reading, road_segment
-- rule: 近一小时，有检测器路段 | last hour, roads with detectors
-- decimals: 0
-- normal: 与同星期同时段相近 | near the same weekday and time
-- investigate_if: 升高而车公里不升：道路变慢 | up while vehicle kilometres are not: the roads grew slower
-- possible_causes: 事件；信号故障；恶劣天气 | incidents; signals in fault; weather
SELECT sum(vehicle_h) AS value, sum(vehicle_h) AS numerator,
       sum(vehicle_km) AS denominator,
       coalesce(sum(measured_ms) / nullif(sum(wanted_ms), 0), 0) AS coverage, max(event_time) AS content_time,
       concat(count(CASE WHEN measured_ms > 0 THEN segment_id END), '/', count(*)) AS sample
FROM segment_flow
