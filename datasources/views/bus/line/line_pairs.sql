-- title: 本线前后车 | Pairs of buses of the line
-- row: one vehicle now on the chosen line and direction, with the one ahead of it at its last stop
-- formula: line_buses
-- unit: s
-- source: TransitMatters metrics-mvp
SELECT b.last_stop_time AS event_time, b.label, coalesce(ahead.label, b.ahead_vehicle_id) AS ahead_label, b.trip_id, b.headway_s, b.scheduled_headway_s, b.ratio, b.delay_s, b.headway_state AS state,
       b.vehicle_id, b.ahead_vehicle_id
FROM line_buses b
JOIN line_chosen chosen ON chosen.direction_id = b.direction_id
LEFT JOIN line_buses ahead ON ahead.vehicle_id = b.ahead_vehicle_id
