-- title: 拥堵延时指数 | Delay index
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 行程时间之和 / 自由流行程时间之和，取最近 5 分钟内有数据的路段（自动按路段长度加权）
--   | sum of travel times / sum of free-flow travel times, over segments heard in the last five minutes (weighs by length by itself)
-- unit: -
-- source: 拥堵延时指数；FHWA 行程时间指数。分级：< 1.5 畅通，< 2 缓行，< 4 拥堵，>= 4 严重
--   | congestion delay index; FHWA travel time index. Bands: < 1.5 free, < 2 slow, < 4 congested, >= 4 severe
-- kpi: true
-- target: < 1.5
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: 实际/自由流行程时间 | actual / free-flow travel time
-- decimals: 2
-- normal: 平峰 1.0～1.3，高峰不超过 1.8 | 1.0 to 1.3 off-peak, up to 1.8 in the peaks
-- investigate_if: 比同星期同时段高 0.3 | 0.3 above the same weekday and time
-- possible_causes: 快速路突发事件；信号灯故障；恶劣天气；检测器持续上报固定值
--   | an incident on an expressway; signals in fault; weather; a detector feed that sends constants
SELECT sum(travel_time_s) / nullif(sum(free_flow_time_s), 0) AS value, sum(travel_time_s) AS numerator, sum(free_flow_time_s) AS denominator,
       coalesce(sum(heard_m) / nullif(sum(length_m), 0), 0) AS coverage, max(CASE WHEN heard_m > 0 THEN event_time END) AS content_time,
       concat(count(travel_time_s), '/', count(*)) AS sample
FROM (SELECT length_m, event_time,
             CASE WHEN ratio IS NOT NULL THEN travel_time_s END AS travel_time_s,
             CASE WHEN ratio IS NOT NULL THEN free_flow_time_s END AS free_flow_time_s,
             CASE WHEN ratio IS NOT NULL OR empty THEN length_m ELSE 0 END AS heard_m
      FROM segment_now) heard
