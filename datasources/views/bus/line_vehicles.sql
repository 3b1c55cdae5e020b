-- title: 线路车辆 | Vehicles of a line
-- row: one vehicle now on the line named by the parameter route, latest first
-- formula: vehicles
-- unit: s
-- source: standard
-- opens: position_rows(vehicle = vehicle_id) as label
SELECT * FROM vehicles WHERE route_id = parameter('route') ORDER BY delay_s DESC NULLS LAST, vehicle_id
