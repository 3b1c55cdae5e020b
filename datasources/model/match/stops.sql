-- By the stops alone, without a timetable: whichever line of the vehicle's route (any, where the report names none) it goes along.
INSERT INTO leg_match
SELECT leg.leg_id, instr(leg.match, ',stops,'), 'stops', strftime(local_time(leg.to_time), '%Y%m%d'), min(t.trip_id), concat(min(t.trip_id), '@', leg.vehicle_id),
       min(t.route_id), min(t.direction_id), p.pattern_id, CAST(NULL AS TIMESTAMP), CAST(NULL AS TIMESTAMP), CAST(NULL AS INT), CAST(NULL AS DOUBLE)
FROM leg JOIN gtfs_trip t ON leg.route_id IS NULL OR t.route_id = leg.route_id
JOIN trip_pattern p ON p.feed = t.feed AND p.trip_id = t.trip_id
WHERE leg.match LIKE '%,stops,%'
GROUP BY leg.leg_id, leg.match, leg.to_time, leg.vehicle_id, p.pattern_id
