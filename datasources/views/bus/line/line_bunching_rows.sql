-- title: 本线串车明细 | Bunched pairs of the line
-- row: 每行为所选线路和方向此刻在线的一辆车及其前车，最近的在前 | one vehicle now on the chosen line and direction, with the one ahead of it, closest first
-- formula: 在最近站点的车头时距 <= 计划值 × bunching（0.5） | headway at the last stop <= bunching (0.5) of the planned one
-- unit: s
-- source: TransitMatters metrics-mvp | TransitMatters metrics-mvp
-- opens: position_rows(vehicle = vehicle_id) as label
-- columns: label = 车号 | Bus; ahead_label = 前车 | Bus ahead
SELECT * FROM line_pairs WHERE state = 'bunched' ORDER BY ratio, vehicle_id
