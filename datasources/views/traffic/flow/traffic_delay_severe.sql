-- title: 严重延误 | Severe vehicle delay
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 同 traffic_delay，Vt = 本市设置 delay_severe_kmh（56.33，即 35 mph，本市未设时用之）
--   | as traffic_delay, Vt = the setting delay_severe_kmh of the city (56.33, 35 mph, where it sets none)
-- unit: 车小时/时 | veh-h/h
-- source: PeMS 延误（门限速度 35 mph） | PeMS delay (threshold 35 mph)
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: detector_reading, road_segment
-- rule: 低于严重门限速度的延误 | delay below the severe threshold
-- decimals: 1
-- normal: 平峰接近 0 | near 0 off-peak
-- investigate_if: 达到同星期同时段两倍 | twice the same weekday and time
-- possible_causes: 事件；瓶颈；信号故障 | incidents; bottlenecks; signals in fault
SELECT sum(severe_delay_h) AS value, sum(severe_delay_h) AS numerator,
       sum(timed_km) AS denominator,
       coalesce(sum(measured_ms) / nullif(sum(wanted_ms), 0), 0) AS coverage, max(event_time) AS content_time,
       concat(count(CASE WHEN measured_ms > 0 THEN segment_id END), '/', count(*)) AS sample
FROM segment_flow
