-- title: 拥堵里程 | Congested length
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 自由流速度 / 速度 >= congested_ratio（2，即拥堵或严重）的路段长度之和；分母 = 最近 5 分钟内有数据的路段长度之和
--   | length of segments with free-flow speed / speed >= congested_ratio (2; congested or severe); denominator = length heard in the last five minutes
-- unit: 公里 | km
-- source: DB11/T 785 拥堵里程比例，按延时比判定 | DB11/T 785 拥堵里程比例 (share of congested length), by delay ratio
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: 行程时间 ≥ 2 倍 | travel time ≥ 2 × free flow
-- decimals: 1
-- normal: 平峰低于路网里程的 5%，高峰低于 15% | under 5 % of the network off-peak, under 15 % in the peaks
-- investigate_if: 达到同星期同时段的两倍 | twice the same weekday and time
-- possible_causes: 突发交通事件；未报备的道路施工；大型活动散场 | an incident; road works not announced; an event ending
SELECT CASE WHEN count(ratio) > 0 THEN coalesce(sum(length_m) FILTER (WHERE ratio >= coalesce(setting('congested_ratio'), 2)), 0) / 1000 END AS value,
       CASE WHEN count(ratio) > 0 THEN coalesce(sum(length_m) FILTER (WHERE ratio >= coalesce(setting('congested_ratio'), 2)), 0) / 1000 END AS numerator,
       coalesce(sum(length_m) FILTER (WHERE ratio IS NOT NULL), 0) / 1000 AS denominator,
       coalesce(coalesce(sum(length_m) FILTER (WHERE ratio IS NOT NULL), 0) / nullif(sum(length_m), 0), 0) AS coverage,
       max(event_time) AS content_time, concat(count(*) FILTER (WHERE ratio >= coalesce(setting('congested_ratio'), 2)), '/', count(ratio)) AS sample
FROM segment_now
