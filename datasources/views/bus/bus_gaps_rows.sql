-- title: 大间隔明细 | Big gaps
-- row: 每行为此刻前方有大间隔的一辆车，间隔大的在前 | one vehicle with a big gap ahead of it now, largest first
-- formula: 车距 >= 计划的 1.5 倍；severe：>= 计划的 gap_severe (2.0) 倍 | headway >= 1.5 of the planned one; severe: at least gap_severe (2.0) of it
-- unit: s
-- source: TransitMatters metrics-mvp | TransitMatters metrics-mvp
-- opens: position_rows(trip = trip_id, vehicle = vehicle_id) as route_name
SELECT h.route_id, h.route_name, h.direction_id, h.stop_name, coalesce(named.label, h.vehicle_id) AS label, coalesce(first.label, h.ahead_vehicle_id) AS ahead_label, h.headway_s, h.scheduled_headway_s, h.ratio, h.delay_s, h.state, h.event_time, h.trip_id,
       h.vehicle_id, h.ahead_vehicle_id, h.stop_id, h.district_id, h.latitude, h.longitude,
       h.ratio >= coalesce(setting('gap_severe'), 2.0) AS severe
FROM headways_now h
LEFT JOIN vehicle_label named ON named.vehicle_id = h.vehicle_id
LEFT JOIN vehicle_label first ON first.vehicle_id = h.ahead_vehicle_id
WHERE h.state = 'gap'
ORDER BY h.ratio DESC, h.route_id, h.trip_id
