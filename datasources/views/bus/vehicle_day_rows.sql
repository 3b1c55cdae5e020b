-- title: 车辆接入明细 | Vehicles of a depot
-- row: 参数 depot 所指场站（不给则全部）的一辆车，今日未上报的在前
--   | one vehicle of the depot named by the parameter depot (all when absent), those not heard of today first
-- formula: 今日各登记车辆的上报 | reports of each registered vehicle today
-- unit: -
-- source: 车辆位置与车辆登记 | positions of vehicles and the register
-- opens: position_rows(vehicle = vehicle_id) as label
SELECT coalesce(named.label, d.vehicle_id) AS label, d.vehicle_id, d.route_id, d.depot, d.registered, d.heard, d.event_time, d.district_id
FROM vehicle_day d
LEFT JOIN vehicle_label named ON named.vehicle_id = d.vehicle_id
WHERE (scope() IS NULL OR d.district_id = scope()) AND (parameter('depot') IS NULL OR coalesce(nullif(d.depot, ''), '-') = parameter('depot'))
ORDER BY d.heard, label, d.vehicle_id
