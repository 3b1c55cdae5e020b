-- title: 串车明细 | Bunched pairs
-- row: one bunched pair of vehicles now, closest first
-- formula: headways_now where state is bunched
-- unit: s
-- source: TransitMatters
-- opens: position_rows(trip = trip_id, vehicle = vehicle_id) as route_name
SELECT * FROM headways_now WHERE state = 'bunched' ORDER BY ratio, route_id, trip_id
