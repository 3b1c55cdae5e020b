-- title: 延时指数构成 | What makes the delay index
-- row: 范围内的一个道路等级，多花时间最长的在前
--   | one class of road in scope, with the largest extra time first
-- formula: 行程时间之和 / 自由流行程时间之和；各级路况的公里数
--   | sum of travel times / sum of free-flow travel times; km in each grade
-- unit: -
-- source: 拥堵延时指数（行业口径） | congestion delay index (definition of the trade in China)
-- opens: segment_rows(road_class = road_class) as road_class
SELECT coalesce(road_class, '-') AS road_class, sum(travel_time_s) / nullif(sum(free_flow_time_s), 0) AS value,
       sum(travel_time_s) AS numerator, sum(free_flow_time_s) AS denominator, sum(travel_time_s) - sum(free_flow_time_s) AS extra_s,
       sum(length_m) / 1000 AS heard_km,
       coalesce(sum(length_m) FILTER (WHERE grade = 1), 0) / 1000 AS free_km, coalesce(sum(length_m) FILTER (WHERE grade = 2), 0) / 1000 AS slow_km,
       coalesce(sum(length_m) FILTER (WHERE grade = 3), 0) / 1000 AS congested_km, coalesce(sum(length_m) FILTER (WHERE grade = 4), 0) / 1000 AS severe_km,
       max(event_time) AS event_time
FROM segment_now WHERE ratio IS NOT NULL
GROUP BY coalesce(road_class, '-')
ORDER BY extra_s DESC, road_class
