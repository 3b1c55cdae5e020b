-- title: 首末班明细 | First and last trips
-- row: 每行为最近 24 小时内的一个首班或末班，未准点的在前 | one first or last trip in the last 24 hours, those not on time first
-- formula: 各线路各方向服务日内最早和最晚的班次，按首站离站判断
--   | the earliest and the latest trip of each line and direction on a service day, judged by its departure from the first stop
-- unit: s
-- source: 首末班准点率（行业口径） | first and last trips on time (definition of the trade in China)
-- opens: trip_visits(trip = trip_id, service_date = service_date) as route_name
SELECT route_id, route_name, direction_id, which, planned_start, event_time, delay_s, outcome,
       CASE WHEN delay_s IS NULL THEN CASE WHEN outcome = 'seen' THEN 'unknown' ELSE outcome END
            WHEN delay_s < -early_s THEN 'early' WHEN delay_s > late_s THEN 'late' ELSE 'on_time' END AS state, vehicle_id, trip_id, service_date
FROM trip_first_last
ORDER BY CASE WHEN on_time THEN 1 ELSE 0 END, planned_start DESC, route_id, direction_id
