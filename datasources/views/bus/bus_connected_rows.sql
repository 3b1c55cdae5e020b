-- title: 各场站上线车辆 | Connected today by depot
-- row: 每行为登记的一个场站，未上报车辆多的在前 | one depot of the register, most vehicles not heard of first
-- formula: 今日有上报的车辆 / 登记车辆；unregistered 为有上报而未登记的车辆（场站为 -）；断供数据源的车辆不计
--   | vehicles that reported today / vehicles registered; unregistered = heard of and not in the register (depot '-'); vehicles of a feed that is silent are left out
-- unit: %
-- source: 上线率（行业口径） | vehicles connected (definition of the trade in China)
-- opens: vehicle_day_rows(depot = depot) as depot
SELECT coalesce(nullif(depot, ''), '-') AS depot, 100.0 * count(*) FILTER (WHERE heard AND registered) / nullif(count(*) FILTER (WHERE registered), 0) AS value,
       count(*) FILTER (WHERE heard AND registered) AS numerator, count(*) FILTER (WHERE registered) AS denominator,
       count(*) FILTER (WHERE registered AND NOT heard) AS silent, count(*) FILTER (WHERE heard AND NOT registered) AS unregistered
FROM vehicle_day WHERE known AND (scope() IS NULL OR district_id = scope())
GROUP BY coalesce(nullif(depot, ''), '-')
ORDER BY silent DESC, value, depot
