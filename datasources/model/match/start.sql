-- By line, direction and time of departure: for feeds that name trips in their own way. The nearest planned start within start_tolerance_s (60);
-- a direction that the feed leaves out is found by the way the vehicle goes. Past midnight some feeds name the hour of the clock, the date of the calendar or both, where the timetable
-- counts on from the day before: either is understood, also in the night when the clock is set, when the trip of either hour may be meant and the nearer in time is.
INSERT INTO leg_match
WITH said AS (
  SELECT leg.*, clock_s(start_time) AS start_s
  FROM leg WHERE match LIKE '%,start,%' AND start_time IS NOT NULL AND route_id IS NOT NULL),
begun AS (
  SELECT *, date_diff('second', day_start, trip_start) AS offset_s, date_diff('second', date_trunc('day', local_time(trip_start)), local_time(trip_start)) AS shown_s,
         strftime(local_time(trip_start), '%Y%m%d') AS shown_date
  FROM service_trip
  WHERE shift_s IS NOT NULL
    AND trip_start <= CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' SECOND * (coalesce(setting('max_delay_s'), 3600) + coalesce(setting('report_gap_s'), 600))
    AND trip_end >= CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' SECOND * (coalesce(setting('max_delay_s'), 3600) + coalesce(setting('report_gap_s'), 600)))
SELECT said.leg_id, instr(said.match, ',start,'), 'start', t.service_date, t.trip_id, t.trip_id_performed, t.route_id, t.direction_id, t.pattern_id, t.trip_start, t.trip_end, t.headway_s,
       least(abs(offset_s - start_s), abs(offset_s - 86400 - start_s), abs(shown_s - start_s)) AS strays
FROM said
JOIN begun t
  ON t.route_id = said.route_id AND (said.direction_id IS NULL OR t.direction_id IS NULL OR t.direction_id = said.direction_id)
 AND said.start_date IN ('', t.service_date, t.shown_date)
 AND least(abs(offset_s - start_s), abs(offset_s - 86400 - start_s), abs(shown_s - start_s)) <= coalesce(setting('start_tolerance_s'), 60)
 AND said.to_time BETWEEN t.trip_start - INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600) AND t.trip_end + INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600)
