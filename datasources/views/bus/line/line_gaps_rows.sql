-- title: 本线大间隔明细 | Big gaps of the line
-- row: 每行为所选线路和方向此刻在线的一辆车及其前车，间隔大的在前 | one vehicle now on the chosen line and direction, with the one ahead of it, largest first
-- formula: 在最近站点的车头时距 >= 计划值 × gap（1.5） | headway at the last stop >= gap (1.5) of the planned one
-- unit: s
-- source: TransitMatters metrics-mvp | TransitMatters metrics-mvp
-- opens: position_rows(vehicle = vehicle_id) as label
-- columns: label = 车号 | Bus; ahead_label = 前车 | Bus ahead
SELECT * FROM line_pairs WHERE state = 'gap' ORDER BY ratio DESC, vehicle_id
