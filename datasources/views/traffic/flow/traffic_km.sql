-- title: 车公里 | Vehicle kilometres
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 近一小时检测到的车辆数 × 所代表的路段长度之和；只含装有检测器的路段，补齐的流量单列于明细
--   | vehicles counted in the last hour x length of road that each detector stands for; of roads with detectors only, what was filled in is apart in the rows
-- unit: 车公里/时 | veh-km/h
-- source: PeMS 的 VMT | PeMS VMT
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: detector_reading, road_segment
-- rule: 近一小时，有检测器路段 | last hour, roads with detectors
-- decimals: 0
-- normal: 与同星期同时段相近 | near the same weekday and time
-- investigate_if: 比同星期同时段低三成而检测器正常 | 30 % below the same weekday and time with detectors in order
-- possible_causes: 道路封闭；节假日；检测器漏检 | roads closed; a holiday; detectors that miss vehicles
SELECT sum(vehicle_km) AS value, sum(vehicle_km) AS numerator,
       coalesce(sum(wanted_ms), 0) / 3600000 AS denominator,
       coalesce(sum(measured_ms) / nullif(sum(wanted_ms), 0), 0) AS coverage, max(event_time) AS content_time,
       concat(count(CASE WHEN measured_ms > 0 THEN segment_id END), '/', count(*)) AS sample
FROM segment_flow
