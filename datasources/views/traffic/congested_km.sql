-- title: 拥堵里程 | Congested length
-- row: one row for the scope
-- formula: length of segments with free-flow speed / speed >= congested_ratio (2; congested or severe); denominator = length heard in the last five minutes
-- unit: 公里 | km
-- source: DB11/T 785 拥堵里程比例, by delay ratio
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: 行程时间 ≥ 2 倍 | travel time ≥ 2 × free flow
-- decimals: 1
-- normal: under 5 % of the network off-peak, under 15 % in the peaks
-- investigate_if: twice the same weekday and time
-- possible_causes: an incident; road works not announced; an event ending
SELECT CASE WHEN count(ratio) > 0 THEN coalesce(sum(length_m) FILTER (WHERE ratio >= coalesce(setting('congested_ratio'), 2)), 0) / 1000 END AS value,
       CASE WHEN count(ratio) > 0 THEN coalesce(sum(length_m) FILTER (WHERE ratio >= coalesce(setting('congested_ratio'), 2)), 0) / 1000 END AS numerator,
       coalesce(sum(length_m) FILTER (WHERE ratio IS NOT NULL), 0) / 1000 AS denominator,
       coalesce(coalesce(sum(length_m) FILTER (WHERE ratio IS NOT NULL), 0) / nullif(sum(length_m), 0), 0) AS coverage,
       max(event_time) AS content_time, concat(count(*) FILTER (WHERE ratio >= coalesce(setting('congested_ratio'), 2)), '/', count(ratio)) AS sample
FROM segment_now
