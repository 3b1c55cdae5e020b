-- title: 拥堵里程 | Congested length
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 拥堵和严重拥堵路段（按延时比 >= congested_ratio，即 2；或 grade_by_speed = 1 时按分道路等级的速度，中度和严重拥堵）的长度之和；分母 = 最近 5 分钟内有数据的路段长度之和；没有长度的路段降低覆盖率
--   | length of congested and severe segments (travel-time ratio >= congested_ratio, 2; or by the speed bands of their class with grade_by_speed = 1); denominator = length heard in the last five minutes; segments without a length lower the coverage
-- unit: 公里 | km
-- source: DB11/T 785 拥堵里程比例；分级见 grade_bands | DB11/T 785, share of congested length; bands: see grade_bands
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: 拥堵与严重路段 | congested and severe segments
-- decimals: 1
-- normal: 平峰低于路网里程的 5%，高峰低于 15% | under 5 % of the network off-peak, under 15 % in the peaks
-- investigate_if: 达到同星期同时段的两倍 | twice the same weekday and time
-- possible_causes: 突发交通事件；未报备的道路施工；大型活动散场 | an incident; road works not announced; an event ending
SELECT CASE WHEN count(*) FILTER (WHERE grade > 0) > 0 THEN coalesce(sum(length_m) FILTER (WHERE grade >= 3), 0) / 1000 END AS value,
       CASE WHEN count(*) FILTER (WHERE grade > 0) > 0 THEN coalesce(sum(length_m) FILTER (WHERE grade >= 3), 0) / 1000 END AS numerator,
       coalesce(sum(length_m) FILTER (WHERE grade > 0), 0) / 1000 AS denominator,
       coalesce(coalesce(sum(length_m) FILTER (WHERE grade > 0 OR empty), 0) / nullif(sum(length_m), 0) * count(*) FILTER (WHERE length_m <> 1) / nullif(count(*), 0), 0) AS coverage,
       max(event_time) FILTER (WHERE grade > 0 OR empty) AS content_time, concat(count(*) FILTER (WHERE grade >= 3), '/', count(*) FILTER (WHERE grade > 0)) AS sample
FROM segment_now
