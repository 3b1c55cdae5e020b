-- title: 本线班次 | Trips of the line
-- row: 每行为所选线路和方向此刻应在途的一个计划班次，无车的在前 | one trip of the chosen line and direction planned to be under way now, those without a vehicle first
-- formula: 此刻应在途的计划班次，和各自是否有车辆在运行 | trips that the timetable wants under way now, and whether a vehicle drives each
-- unit: -
-- source: 时刻表与车辆位置 | the timetable and the positions of vehicles
SELECT g.trip_id, g.block_id, g.trip_start AS planned_start, g.vehicle_id, g.state
FROM line_ghosts g JOIN line_chosen chosen ON chosen.direction_id = g.direction_id
ORDER BY CASE WHEN g.state = 'run' THEN 1 ELSE 0 END, g.trip_start
