-- title: 串车明细 | Bunched pairs
-- row: 每行为此刻串在一起的一对车辆，最近的在前 | one bunched pair of vehicles now, closest first
-- formula: 实际车距不超过计划 bunching_ratio 倍的相邻车辆 | pairs of vehicles whose headway is bunched
-- unit: s
-- source: TransitMatters metrics-mvp | TransitMatters metrics-mvp
-- opens: position_rows(trip = trip_id, vehicle = vehicle_id) as route_name
SELECT * FROM headways_now WHERE state = 'bunched' ORDER BY ratio, route_id, trip_id
