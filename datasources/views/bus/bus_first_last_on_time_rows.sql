-- title: 首末班明细 | First and last trips
-- row: 每行为最近 24 小时内的一个首班或末班，未准点的在前 | one first or last trip in the last 24 hours, those not on time first
-- formula: 各线路各方向服务日内最早和最晚的班次，按首站离站判断
--   | the earliest and the latest trip of each line and direction on a service day, judged by its departure from the first stop
-- unit: s
-- source: 首末班准点率（行业口径） | first and last trips on time (definition of the trade in China)
-- opens: trip_visits(trip = trip_id, service_date = service_date) as route_name
SELECT t.route_id, t.route_name, t.direction_id, t.which, t.planned_start, t.event_time, t.delay_s, t.outcome,
       CASE WHEN delay_s IS NULL THEN CASE WHEN outcome = 'seen' THEN 'unknown' ELSE outcome END
            WHEN delay_s < -early_s THEN 'early' WHEN delay_s > late_s THEN 'late' ELSE 'on_time' END AS state, coalesce(named.label, t.vehicle_id) AS label, t.vehicle_id, t.trip_id, t.service_date
FROM trip_first_last t
LEFT JOIN vehicle_label named ON named.vehicle_id = t.vehicle_id
ORDER BY CASE WHEN on_time THEN 1 ELSE 0 END, t.planned_start DESC, t.route_id, t.direction_id
