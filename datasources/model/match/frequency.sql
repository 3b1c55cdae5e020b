-- By the line alone, where trips run by frequency without exact times: there is a headway to keep, no planned time. A run is a vehicle on its service date.
-- Of a trip's spans the one that holds the moment, else the nearest: who left before a span ended is under way after it.
INSERT INTO leg_match
SELECT leg.leg_id, instr(leg.match, ',frequency,'), 'frequency', t.service_date, t.trip_id, concat(t.trip_id, '@', leg.vehicle_id), t.route_id, t.direction_id, t.pattern_id,
       t.trip_start, t.trip_end, t.headway_s, CAST(NULL AS DOUBLE)
FROM leg
JOIN service_trip t ON t.route_id = leg.route_id AND t.shift_s IS NULL AND (leg.start_date = '' OR leg.start_date = t.service_date)
 AND (leg.direction_id IS NULL OR t.direction_id IS NULL OR t.direction_id = leg.direction_id)
 AND leg.to_time BETWEEN t.trip_start - INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600) AND t.trip_end + INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600)
WHERE leg.match LIKE '%,frequency,%'
QUALIFY row_number() OVER (PARTITION BY leg.leg_id, t.service_date, t.direction_id, t.pattern_id
                           ORDER BY greatest(0, date_diff('second', leg.to_time, t.trip_start), date_diff('second', t.trip_end, leg.to_time) + 1), t.trip_start, t.trip_id) = 1
