-- By the block: of the trips that the vehicle's work consists of, the one whose line it goes along in its direction and whose time is nearest.
INSERT INTO leg_match
SELECT leg.leg_id, instr(leg.match, ',block,'), 'block', t.service_date, t.trip_id, t.trip_id_performed, t.route_id, t.direction_id, t.pattern_id, t.trip_start, t.trip_end, t.headway_s, 0
FROM leg
JOIN service_trip t ON t.block_id = leg.block_id AND (leg.start_date = '' OR leg.start_date = t.service_date) AND t.shift_s IS NOT NULL
 AND leg.to_time BETWEEN t.trip_start - INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600) AND t.trip_end + INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600)
WHERE leg.match LIKE '%,block,%'
