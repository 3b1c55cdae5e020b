-- title: 车辆延误 | Vehicle delay
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 近一小时每五分钟 max(0, 车小时 − 车公里 / Vt) 之和，Vt = 本市设置 delay_kmh（96.56，即 60 mph，本市未设时用之）
--   | sum of max(0, vehicle hours - vehicle kilometres / Vt) of each five minutes of the last hour, Vt = the setting delay_kmh of the city (96.56, 60 mph, where it sets none)
-- unit: 车小时/时 | veh-h/h
-- source: PeMS 延误（门限速度 60 mph） | PeMS delay (threshold 60 mph)
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: detector_reading, road_segment
-- rule: 低于门限速度的延误 | delay below the threshold speed
-- decimals: 1
-- normal: 平峰接近 0（门限取道路限速时） | near 0 off-peak where the threshold is what the roads allow
-- investigate_if: 达到同星期同时段两倍 | twice the same weekday and time
-- possible_causes: 事件；瓶颈；门限速度高于道路限速 | incidents; bottlenecks; a threshold above what the roads allow
SELECT sum(delay_h) AS value, sum(delay_h) AS numerator,
       sum(timed_km) AS denominator,
       coalesce(sum(measured_ms) / nullif(sum(wanted_ms), 0), 0) AS coverage, max(event_time) AS content_time,
       concat(count(CASE WHEN measured_ms > 0 THEN segment_id END), '/', count(*)) AS sample
FROM segment_flow
