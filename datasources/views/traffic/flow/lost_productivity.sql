-- title: 通行能力损失 | Lost productivity
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 近一小时车速低于 delay_severe_kmh（56.33）的五分钟内 (1 − 流量 / 通行能力) × 车道公里 × 小时之和；通行能力 = lane_capacity（2076 辆/时·车道）
--   | sum of (1 - flow / capacity) x lane kilometres x hours of the five minutes of the last hour slower than delay_severe_kmh (56.33); capacity = lane_capacity (2076 veh/h and lane)
-- unit: 车道公里·时/时 | lane-km-h/h
-- source: PeMS 生产力损失 | PeMS lost productivity
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: detector_reading, road_segment
-- rule: 拥堵时未用上的车道公里 | lane-km unused in congestion
-- decimals: 1
-- normal: 平峰接近 0 | near 0 off-peak
-- investigate_if: 达到同星期同时段两倍 | twice the same weekday and time
-- possible_causes: 瓶颈下泄不足；事件占道；信号放行不足 | bottlenecks that discharge too little; lanes blocked; too little green
SELECT CASE WHEN sum(timed_km) IS NOT NULL THEN sum(lost_lane_km_h) END AS value, sum(lost_lane_km_h) AS numerator,
       sum(wanted_ms) / 3600000 AS denominator,
       coalesce(sum(measured_ms) / nullif(sum(wanted_ms), 0), 0) AS coverage, max(event_time) AS content_time,
       concat(count(CASE WHEN measured_ms > 0 THEN segment_id END), '/', count(*)) AS sample
FROM segment_flow
