-- title: 流量加权延时指数 | Delay index weighted by flow
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 近一小时车小时 / 同样车辆按自由流速度所需车小时；delay_index 仅按长度加权
--   | vehicle hours of the last hour / those that the same vehicles need at free flow; delay_index weighs by length alone
-- unit: -
-- source: FHWA 行程时间指数（按 VMT 加权） | FHWA travel time index (VMT-weighted)
-- kpi: true
-- target: < 1.5
-- coverage_floor: 0.5
-- feeds: detector_reading, road_segment
-- rule: 实际/自由流车小时 | actual / free-flow vehicle hours
-- decimals: 2
-- normal: 平峰 1.0～1.3，高峰不超过 1.8 | 1.0 to 1.3 off-peak, up to 1.8 in the peaks
-- investigate_if: 比 delay_index 高 0.3：拥堵集中在车多的道路 | 0.3 above delay_index: the busy roads are the slow ones
-- possible_causes: 快速路事件；自由流速度设定偏高 | an incident on an expressway; free-flow speeds set too high
SELECT sum(against_h) / nullif(sum(free_h), 0) AS value, sum(against_h) AS numerator,
       sum(free_h) AS denominator,
       coalesce(sum(measured_ms) / nullif(sum(wanted_ms), 0), 0) AS coverage, max(event_time) AS content_time,
       concat(count(CASE WHEN measured_ms > 0 THEN segment_id END), '/', count(*)) AS sample
FROM segment_flow
