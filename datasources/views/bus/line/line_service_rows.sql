-- title: 本线班次 | Trips of the line
-- row: one trip of the chosen line and direction planned to be under way now, those without a vehicle first
-- formula: line_ghosts
-- unit: -
-- source: line_ghosts
SELECT g.trip_id, g.block_id, g.trip_start AS planned_start, g.vehicle_id, g.state
FROM line_ghosts g JOIN line_chosen chosen ON chosen.direction_id = g.direction_id
ORDER BY CASE WHEN g.state = 'run' THEN 1 ELSE 0 END, g.trip_start
