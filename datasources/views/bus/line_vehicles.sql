-- title: 线路车辆 | Vehicles of a line
-- row: 每行为参数 route 所指线路上此刻的一辆车，晚点多的在前 | one vehicle now on the line named by the parameter route, latest first
-- formula: 各车辆最近一次上报 | the newest report of each vehicle
-- unit: s
-- source: 时刻表与车辆位置 | the timetable and the positions of vehicles
-- opens: position_rows(vehicle = vehicle_id) as label
SELECT * FROM vehicles WHERE route_id = parameter('route') ORDER BY delay_s DESC NULLS LAST, vehicle_id
