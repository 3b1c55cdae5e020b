-- title: 首末班明细 | First and last trips
-- row: one first or last trip in the last 24 hours, those not on time first
-- formula: trip_first_last
-- unit: s
-- source: 首末班准点率
-- opens: trip_visits(trip = trip_id, service_date = service_date) as route_name
SELECT route_id, route_name, direction_id, which, planned_start, event_time, delay_s, outcome,
       CASE WHEN delay_s IS NULL THEN CASE WHEN outcome = 'seen' THEN 'unknown' ELSE outcome END
            WHEN delay_s < -early_s THEN 'early' WHEN delay_s > late_s THEN 'late' ELSE 'on_time' END AS state, vehicle_id, trip_id, service_date
FROM trip_first_last
ORDER BY CASE WHEN on_time THEN 1 ELSE 0 END, planned_start DESC, route_id, direction_id
