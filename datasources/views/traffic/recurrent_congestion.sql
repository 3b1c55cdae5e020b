-- title: 常发拥堵里程 | Recurrent congestion
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 工作日高峰内拥堵达 recurrent_quarters（2）个一刻钟的天数 / 有数据的天数 >= recurrent_share（0.6，即五天中三天）的路段长度之和；至少 recurrent_days（3）天有数据
--   | length of segments whose peaks were congested for recurrent_quarters (2) quarters of an hour or more on days / working days heard >= recurrent_share (0.6, three in five); at least recurrent_days (3) heard
-- unit: 公里 | km
-- source: DB11/T 785 常发拥堵路段 | DB11/T 785, recurrent congestion
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: 多数工作日高峰都拥堵 | congested in the peaks of most working days
-- decimals: 1
-- normal: 低于路网里程的 5% | under 5 % of the network
-- investigate_if: 连续两周增加 | growing two weeks in a row
-- possible_causes: 路口通行能力不足；信号配时失效；学校、医院周边停车 | junctions at capacity; signal plans out of date; parking at schools and hospitals
SELECT CASE WHEN count(*) > 0 THEN coalesce(sum(length_m) FILTER (WHERE recurrent), 0) / 1000 END AS value,
       CASE WHEN count(*) > 0 THEN coalesce(sum(length_m) FILTER (WHERE recurrent), 0) / 1000 END AS numerator, coalesce(sum(length_m), 0) / 1000 AS denominator,
       coalesce(sum(length_m) / (SELECT nullif(sum(coalesce(length_m, 1)), 0) FROM road_segment WHERE scope() IS NULL OR district_id = scope())
                * count(*) FILTER (WHERE length_m <> 1) / nullif(count(*), 0), 0) AS coverage,
       max(event_time) AS content_time, concat(count(*) FILTER (WHERE recurrent), '/', count(*)) AS sample
FROM (SELECT length_m, event_time, congested_days >= coalesce(setting('recurrent_share'), 0.6) * days AS recurrent
      FROM segment_reliability_last
      WHERE period = 'peak' AND known AND free_flow_s > 0 AND days >= coalesce(setting('recurrent_days'), 3)) judged
