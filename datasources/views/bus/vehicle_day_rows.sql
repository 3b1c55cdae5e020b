-- title: 车辆接入明细 | Vehicles of a depot
-- row: 参数 depot 所指场站（不给则全部）的一辆车，今日未上报的在前
--   | one vehicle of the depot named by the parameter depot (all when absent), those not heard of today first
-- formula: 今日各登记车辆的上报 | reports of each registered vehicle today
-- unit: -
-- source: 车辆位置与车辆登记 | positions of vehicles and the register
-- opens: position_rows(vehicle = vehicle_id) as vehicle_id
SELECT * FROM vehicle_day
WHERE (scope() IS NULL OR district_id = scope()) AND (parameter('depot') IS NULL OR coalesce(nullif(depot, ''), '-') = parameter('depot'))
ORDER BY heard, vehicle_id
