-- By the trip's id: the report names a trip of the timetable, and of a trip that runs by frequency its start. Past midnight some feeds name the date and the hour
-- of the clock, where the timetable counts on from the day before.
-- One that says that its trip is replaced runs it at other times than the timetable's: it has no delay.
INSERT INTO leg_match
SELECT leg.leg_id, instr(leg.match, ',trip_id,'), CASE WHEN leg.replaced THEN 'replaced' ELSE 'trip_id' END, t.service_date, t.trip_id, t.trip_id_performed, t.route_id, t.direction_id, t.pattern_id, t.trip_start, t.trip_end, t.headway_s, 0
FROM leg
JOIN service_trip t ON t.trip_id = leg.trip_id AND t.shift_s IS NOT NULL
 AND (leg.start_date = '' OR leg.start_date = t.service_date OR (leg.start_date > t.service_date AND t.trip_end >= t.day_start + INTERVAL '86400' SECOND))
 AND leg.to_time BETWEEN t.trip_start - INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600) AND t.trip_end + INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600)
 AND (t.headway_s IS NULL OR leg.start_time IS NULL OR t.trip_id_performed = concat(t.trip_id, '@', lpad(leg.start_time, 8, '0'))
      OR t.trip_id_performed = concat(t.trip_id, '@', CAST(24 + TRY_CAST(split_part(leg.start_time, ':', 1) AS INT) AS VARCHAR), right(leg.start_time, 6)))
WHERE leg.match LIKE '%,trip_id,%';
-- Where only headways are planned: of the trip's spans the one that holds the start that is told, else the moment, else the nearest.
INSERT INTO leg_match
WITH said AS (
  SELECT leg.*, clock_s(start_time) AS start_s
  FROM leg WHERE match LIKE '%,trip_id,%')
SELECT leg_id, instr(match, ',trip_id,'), 'trip_id', service_date, trip_id, CASE WHEN start_time IS NULL THEN trip_id_performed ELSE concat(trip_id, '@', start_time) END,
       route_id, direction_id, pattern_id, trip_start, trip_end, headway_s, CAST(NULL AS DOUBLE)
FROM (
  SELECT said.leg_id, said.match, said.start_time, t.*, coalesce(t.day_start + INTERVAL '1' SECOND * said.start_s, said.to_time) AS moment
  FROM said
  JOIN service_trip t ON t.trip_id = said.trip_id AND (said.start_date = '' OR said.start_date = t.service_date) AND t.shift_s IS NULL
   AND said.to_time BETWEEN t.trip_start - INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600) AND t.trip_end + INTERVAL '1' SECOND * coalesce(setting('max_delay_s'), 3600)) span
QUALIFY row_number() OVER (PARTITION BY leg_id, service_date ORDER BY greatest(0, date_diff('second', moment, trip_start), date_diff('second', trip_end, moment) + 1), trip_start) = 1
