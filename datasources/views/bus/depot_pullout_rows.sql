-- title: 出场明细 | Pull-outs of a depot
-- row: 参数 depot 所指场站（不给则全部）的一个车辆班组，按计划出场时刻
--   | one block of the depot named by the parameter depot (all when absent), in the order of its time
-- formula: 车辆首次驶离的时刻与其当日首个班次的计划发车时刻之差 | when a vehicle first left, against the planned departure of its first trip of the day
-- unit: s
-- source: 时刻表与车辆位置 | the timetable and the positions of vehicles
-- opens: trip_visits(trip = trip_id, service_date = service_date) as trip_id
SELECT * FROM depot_pullout WHERE parameter('depot') IS NULL OR coalesce(depot, '-') = parameter('depot')
ORDER BY planned_start, block_id
