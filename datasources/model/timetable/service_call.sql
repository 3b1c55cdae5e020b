-- The calls of the trips of the new dates, hour by hour and in each line by line, so that a line's page reads little of what is not its own. A call without a time of its own, between two that have one, is planned in
-- proportion to the way along the line (the agency's own distances, where they grow from call to call), from the departure before to the arrival after; where no call says which are timepoints, those with a time are. What was last planned at a stop may be of the service day before, whose night runs into this morning: the
-- planned headways where the new dates meet those held are told over both. Over four hours nothing is planned: a pause of service. Dates older than timetable_days (10) before the newest are dropped.
INSERT INTO service_call BY NAME
WITH trip AS (
  SELECT service_trip.*, feed NOT IN (SELECT feed FROM gtfs_stop) AS pieces FROM service_trip
  WHERE service_date IN (SELECT service_date FROM new_day) AND shift_s IS NOT NULL),
call AS (
  SELECT trip.*, st.stop_sequence, stop.stop_id, st.timepoint, stop.terminal, stop.district_id, stop.latitude, stop.longitude, stop.along_m, stop.pass,
         stop.number, stop.calls, stop.times, stop.straight_m,
         shift_s + CASE WHEN stop.terminal = 2 THEN coalesce(st.arrival_s, st.departure_s) ELSE coalesce(st.departure_s, st.arrival_s) END AS told_s,
         shift_s + coalesce(st.arrival_s, st.departure_s) AS arrive_s, st.shape_dist_traveled AS way,
         st.shape_dist_traveled > coalesce(lag(st.shape_dist_traveled) OVER (PARTITION BY service_date, trip.feed, trip_id_performed ORDER BY st.stop_sequence), -1) AS grows
  FROM trip
  JOIN gtfs_stop_time st ON st.trip_id = trip.trip_id AND (st.feed = trip.feed OR trip.pieces)
  JOIN pattern_stop stop ON stop.pattern_id = trip.pattern_id AND stop.stop_sequence = st.stop_sequence),
measured AS (
  SELECT call.*, CASE WHEN count(*) FILTER (WHERE grows) OVER trip = count(*) OVER trip THEN way ELSE along_m END AS way_m,
         count(timepoint) OVER trip = 0 AND count(told_s) OVER trip < count(*) OVER trip AS times_tell
  FROM call WINDOW trip AS (PARTITION BY service_date, feed, trip_id_performed)),
between_told AS (
  SELECT measured.*, max(told_s) OVER before AS before_s, max(CASE WHEN told_s IS NOT NULL THEN way_m END) OVER before AS before_m,
         min(arrive_s) OVER after AS after_s, min(CASE WHEN told_s IS NOT NULL THEN way_m END) OVER after AS after_m
  FROM measured
  WINDOW before AS (PARTITION BY service_date, feed, trip_id_performed ORDER BY stop_sequence ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
         after AS (PARTITION BY service_date, feed, trip_id_performed ORDER BY stop_sequence ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)),
timed AS (
  SELECT *, CASE WHEN times_tell AND told_s IS NOT NULL THEN 1 ELSE timepoint END AS stop_timepoint, day_start + INTERVAL '1' SECOND * CAST(round(coalesce(told_s,
              before_s + (after_s - before_s) * CASE WHEN after_m > before_m THEN greatest(0, least(1, (way_m - before_m) / (after_m - before_m))) ELSE 0 END)) AS BIGINT) AS scheduled_time
  FROM between_told WHERE before_s IS NOT NULL AND after_s IS NOT NULL)
SELECT service_date, trip_id, route_id, direction_id, block_id, stop_sequence, stop_id, district_id, latitude, longitude, stop_timepoint AS timepoint,
       terminal, scheduled_time, trip_start, trip_end,
       CASE WHEN route_id IS NOT NULL AND since_s <= 14400 THEN since_s END AS headway_s, trip_id_performed, along_m, pass, number, calls, times, straight_m
FROM (SELECT *, CAST(date_diff('second', lag(scheduled_time) OVER (PARTITION BY route_id, coalesce(direction_id, 0), stop_id, pass
                                                                   ORDER BY scheduled_time, service_date, trip_id_performed), scheduled_time) AS INT) AS since_s FROM timed) followed
ORDER BY time_bucket(INTERVAL '1' HOUR, scheduled_time), route_id, scheduled_time, trip_id, stop_sequence;
UPDATE service_call SET headway_s = told.headway_s
FROM (
  SELECT held, meet_from, scheduled_time, planned_s, CASE WHEN headway_s <= 14400 THEN headway_s END AS headway_s
  FROM (SELECT call.rowid AS held, meet_from, scheduled_time, call.headway_s AS planned_s,
               CAST(date_diff('second', lag(scheduled_time) OVER (PARTITION BY route_id, coalesce(direction_id, 0), stop_id, pass
                                                                  ORDER BY scheduled_time, service_date, trip_id_performed), scheduled_time) AS INT) AS headway_s
        FROM service_call call JOIN (
          SELECT greatest(min(scheduled_time) FILTER (WHERE new), min(scheduled_time) FILTER (WHERE NOT new)) AS meet_from,
                 least(max(scheduled_time) FILTER (WHERE new), max(scheduled_time) FILTER (WHERE NOT new)) AS meet_to
          FROM (SELECT scheduled_time, service_date IN (SELECT service_date FROM new_day) AS new FROM service_call) dated) meet
          ON call.scheduled_time BETWEEN meet_from - INTERVAL '14400' SECOND AND greatest(meet_from, meet_to) + INTERVAL '14400' SECOND
        WHERE route_id IS NOT NULL) followed) told
WHERE told.held = service_call.rowid AND told.scheduled_time >= told.meet_from AND told.headway_s IS DISTINCT FROM told.planned_s;
INSERT INTO planned_trip
SELECT service_date, trip_id_performed, min(trip_id), min(route_id), min(direction_id), min(block_id), min(trip_start), max(trip_end),
       min(stop_id) FILTER (WHERE terminal = 1), min(stop_id) FILTER (WHERE terminal = 2),
       min(district_id) FILTER (WHERE terminal = 1), min(district_id) FILTER (WHERE terminal = 2)
FROM service_call WHERE terminal > 0 AND service_date IN (SELECT service_date FROM new_day)
GROUP BY service_date, trip_id_performed
ORDER BY min(trip_start), trip_id_performed;
INSERT INTO service_call_day SELECT service_date, day_start FROM new_day WHERE EXISTS (SELECT 1 FROM gtfs_stop_time);
CREATE OR REPLACE TEMP TABLE old_day AS
SELECT service_date FROM service_call_day
WHERE day_start < (SELECT max(day_start) FROM service_call_day) - INTERVAL '1' DAY * coalesce(setting('timetable_days'), 10);
DELETE FROM service_trip WHERE service_date IN (SELECT service_date FROM old_day);
DELETE FROM planned_trip WHERE service_date IN (SELECT service_date FROM old_day);
DELETE FROM service_call WHERE service_date IN (SELECT service_date FROM old_day);
DELETE FROM service_call_day WHERE service_date IN (SELECT service_date FROM old_day)
