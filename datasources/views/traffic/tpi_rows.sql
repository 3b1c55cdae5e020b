-- title: 运行指数构成 | What makes the performance index
-- row: 范围内的一个道路等级，严重拥堵占比最大的在前
--   | one class of road in scope, the largest share of severely congested length first
-- formula: 严重拥堵、拥堵与全部有数据的公里数；倍数 = 行程时间之和 / 自由流行程时间之和
--   | km severely congested, congested and in all of those heard; ratio = sum of travel times / free-flow travel times
-- unit: km
-- source: DB11/T 785 城市道路交通运行评价 | DB11/T 785 urban road traffic performance
-- opens: segment_rows(road_class = road_class) as road_class
SELECT coalesce(road_class, '-') AS road_class, coalesce(sum(length_m) FILTER (WHERE grade = 4), 0) / nullif(sum(length_m), 0) AS severe_share,
       coalesce(sum(length_m) FILTER (WHERE grade = 4), 0) / 1000 AS severe_km, coalesce(sum(length_m) FILTER (WHERE grade = 3), 0) / 1000 AS congested_km,
       sum(length_m) / 1000 AS heard_km, sum(travel_time_s) FILTER (WHERE ratio IS NOT NULL) / nullif(sum(free_flow_time_s) FILTER (WHERE ratio IS NOT NULL), 0) AS ratio,
       max(event_time) AS event_time
FROM segment_now WHERE grade > 0
GROUP BY coalesce(road_class, '-')
ORDER BY severe_share DESC, road_class
