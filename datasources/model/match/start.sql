-- By line, direction and time of departure: for feeds that name trips in their own way. The nearest planned start within start_tolerance_s (60);
-- a direction that the feed leaves out is found by the way the vehicle goes. Past midnight some feeds name the date and the hour of the clock, where the timetable
-- counts on from the day before.
INSERT INTO leg_match
WITH said AS (
  SELECT leg.*, clock_s(start_time) AS start_s
  FROM leg WHERE match LIKE '%,start,%' AND start_time IS NOT NULL AND route_id IS NOT NULL)
SELECT said.leg_id, instr(said.match, ',start,'), 'start', t.service_date, t.trip_id, t.trip_id_performed, t.route_id, t.direction_id, t.pattern_id, t.trip_start, t.trip_end, t.headway_s,
       least(abs(t.offset_s - start_s), abs(t.offset_s - 86400 - start_s)) AS strays
FROM said
JOIN (SELECT *, date_diff('second', day_start, trip_start) AS offset_s FROM service_trip WHERE shift_s IS NOT NULL) t
  ON t.route_id = said.route_id AND (said.direction_id IS NULL OR t.direction_id IS NULL OR t.direction_id = said.direction_id)
 AND CASE WHEN abs(t.offset_s - start_s) <= coalesce(setting('start_tolerance_s'), 60) THEN said.start_date = '' OR said.start_date = t.service_date
          ELSE abs(t.offset_s - 86400 - start_s) <= coalesce(setting('start_tolerance_s'), 60) AND (said.start_date = '' OR said.start_date >= t.service_date) END
 AND said.to_time BETWEEN t.trip_start - INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600) AND t.trip_end + INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600)
