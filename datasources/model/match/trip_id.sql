-- By the trip's id: the report names a trip of the timetable, and of a trip that runs by frequency its start.
INSERT INTO leg_match
SELECT leg.leg_id, instr(leg.match, ',trip_id,'), 'trip_id', t.service_date, t.trip_id,
       CASE WHEN t.shift_s IS NULL AND leg.start_time IS NOT NULL THEN concat(t.trip_id, '@', leg.start_time) ELSE t.trip_id_performed END,
       t.route_id, t.direction_id, t.pattern_id, t.trip_start, t.trip_end, t.headway_s, CASE WHEN t.shift_s IS NULL THEN NULL ELSE 0 END
FROM leg
JOIN service_trip t ON t.trip_id = leg.trip_id AND (leg.start_date = '' OR leg.start_date = t.service_date)
 AND leg.to_time BETWEEN t.trip_start - INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600) AND t.trip_end + INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600)
 AND (t.headway_s IS NULL OR t.shift_s IS NULL OR leg.start_time IS NULL OR t.trip_id_performed = concat(t.trip_id, '@', lpad(leg.start_time, 8, '0')))
WHERE leg.match LIKE '%,trip_id,%'
