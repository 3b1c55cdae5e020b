-- By line, direction and time of departure: for feeds that name trips in their own way. The nearest planned start within start_tolerance_s (60);
-- a direction that the feed leaves out is found by the way the vehicle goes.
INSERT INTO leg_match
WITH said AS (
  SELECT leg.*, 3600 * TRY_CAST(split_part(start_time, ':', 1) AS INT) + 60 * TRY_CAST(split_part(start_time, ':', 2) AS INT)
                + coalesce(TRY_CAST(split_part(start_time, ':', 3) AS INT), 0) AS start_s
  FROM leg WHERE match LIKE '%,start,%' AND start_time IS NOT NULL AND route_id IS NOT NULL)
SELECT said.leg_id, instr(said.match, ',start,'), 'start', t.service_date, t.trip_id, t.trip_id_performed, t.route_id, t.direction_id, t.pattern_id, t.trip_start, t.trip_end, t.headway_s,
       abs(date_diff('second', t.day_start, t.trip_start) - start_s) AS strays
FROM said
JOIN service_trip t ON t.route_id = said.route_id AND (said.direction_id IS NULL OR t.direction_id IS NULL OR t.direction_id = said.direction_id)
 AND (said.start_date = '' OR said.start_date = t.service_date) AND t.shift_s IS NOT NULL
 AND abs(date_diff('second', t.day_start, t.trip_start) - start_s) <= coalesce(setting('start_tolerance_s'), 60)
 AND said.to_time BETWEEN t.trip_start - INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600) AND t.trip_end + INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600)
