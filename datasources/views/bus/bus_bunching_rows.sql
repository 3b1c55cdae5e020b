-- title: 串车明细 | Bunched pairs
-- row: 每行为此刻串在一起的一对车辆，最近的在前 | one bunched pair of vehicles now, closest first
-- formula: 实际车距不超过计划 bunching_ratio 倍的相邻车辆 | pairs of vehicles whose headway is bunched
-- unit: s
-- source: TransitMatters metrics-mvp | TransitMatters metrics-mvp
-- opens: position_rows(trip = trip_id, vehicle = vehicle_id) as route_name
SELECT h.route_id, h.route_name, h.direction_id, h.stop_name, coalesce(named.label, h.vehicle_id) AS label, coalesce(first.label, h.ahead_vehicle_id) AS ahead_label, h.headway_s, h.scheduled_headway_s, h.ratio, h.delay_s, h.state, h.event_time, h.trip_id,
       h.vehicle_id, h.ahead_vehicle_id, h.stop_id, h.district_id, h.latitude, h.longitude
FROM headways_now h
LEFT JOIN vehicle_label named ON named.vehicle_id = h.vehicle_id
LEFT JOIN vehicle_label first ON first.vehicle_id = h.ahead_vehicle_id
WHERE h.state = 'bunched'
ORDER BY h.ratio, h.route_id, h.trip_id
