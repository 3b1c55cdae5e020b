-- title: 各区市延时指数 | Delay index by district
-- row: 每行为当前范围内有路段的一个区市，指数高的在前，无从判断的在后 | one district in scope() that has road segments, highest index first, those unknown last
-- formula: 同 delay_index，按路段所在区市；覆盖率低于一半的不给指数
--   | as delay_index, by the district of the segment; no index below half coverage
-- unit: -
-- source: 拥堵延时指数（行业口径） | congestion delay index (definition of the trade in China)
-- columns: name = 区市 | District; value = 指数 | Index : 2
SELECT d.district_id, d.name_zh, d.name_en, CASE WHEN road.coverage >= 0.5 THEN road.travel_time_s / nullif(road.free_flow_time_s, 0) END AS value,
       road.travel_time_s - road.free_flow_time_s AS extra_s, road.heard_km, road.slow_km, road.congested_km, road.severe_km, road.coverage, road.event_time
FROM (SELECT district_id, min(name_zh) AS name_zh, min(name_en) AS name_en FROM district GROUP BY district_id) d
JOIN (
  SELECT district_id, sum(travel_time_s) FILTER (WHERE ratio IS NOT NULL) AS travel_time_s, sum(free_flow_time_s) FILTER (WHERE ratio IS NOT NULL) AS free_flow_time_s,
         coalesce(sum(length_m) FILTER (WHERE ratio IS NOT NULL OR empty), 0) / nullif(sum(length_m), 0) AS coverage,
         coalesce(sum(length_m) FILTER (WHERE ratio IS NOT NULL), 0) / 1000 AS heard_km, coalesce(sum(length_m) FILTER (WHERE grade = 2), 0) / 1000 AS slow_km,
         coalesce(sum(length_m) FILTER (WHERE grade = 3), 0) / 1000 AS congested_km, coalesce(sum(length_m) FILTER (WHERE grade = 4), 0) / 1000 AS severe_km,
         max(CASE WHEN ratio IS NOT NULL OR empty THEN event_time END) AS event_time
  FROM segment_now GROUP BY district_id) road ON road.district_id = d.district_id
ORDER BY value DESC NULLS LAST, d.district_id
