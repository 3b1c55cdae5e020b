-- Stop visits from positions and the timetable: the project's own arrival detection.
-- Reads event times from getvariable('batch_from') to getvariable('batch_to') and the reports beside them, so that it can run after every landing.
-- Running it twice adds nothing. Times are interpolated on the straight line between two reports of one vehicle on one trip.
-- Settings: stop_radius_m (100) how near counts; report_gap_s (600) the longest silence that is bridged; max_delay_s (3600) beyond it a match is an error.
-- A report that came after a later one of its trip undoes what was told of the road around it: those passes are taken back and the
-- range is widened to tell them anew, so that the order of arrival does not matter in the end.
CREATE OR REPLACE TEMP TABLE late_report AS
SELECT feed, vehicle_id, trip_id, coalesce(held_before, event_time) AS from_time, held_after AS to_time
FROM (
  SELECT feed, vehicle_id, trip_id, event_time, is_new,
         max(CASE WHEN NOT is_new THEN event_time END) OVER (trip ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS held_before,
         min(CASE WHEN NOT is_new THEN event_time END) OVER (trip ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS held_after
  FROM (SELECT *, coalesce(batch = getvariable('batch'), FALSE) AS is_new FROM vehicle_position
        WHERE event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
                             AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
          AND trip_id IN (SELECT trip_id FROM vehicle_position      -- in good order nothing is held from the batch's time on
                          WHERE batch <> getvariable('batch')
                            AND event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP)
                                AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600))
          AND vehicle_id IS NOT NULL) report
  WINDOW trip AS (PARTITION BY feed, vehicle_id, trip_id, coalesce(start_date, '') ORDER BY event_time)) told
WHERE is_new AND held_after IS NOT NULL;
DELETE FROM stop_visit_candidate USING late_report late
WHERE stop_visit_candidate.trip_id = late.trip_id AND stop_visit_candidate.vehicle_id = late.vehicle_id AND stop_visit_candidate.feed = late.feed
  AND stop_visit_candidate.event_time BETWEEN late.from_time AND late.to_time;
SET VARIABLE batch_from = (SELECT least(CAST(getvariable('batch_from') AS TIMESTAMP), min(from_time)) FROM late_report);
SET VARIABLE batch_to = (SELECT greatest(CAST(getvariable('batch_to') AS TIMESTAMP), max(to_time)) FROM late_report);
CREATE OR REPLACE TEMP TABLE told_pass AS
WITH limits AS (
  SELECT CAST(getvariable('batch_from') AS TIMESTAMP) AS batch_from, CAST(getvariable('batch_to') AS TIMESTAMP) AS batch_to,
         INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600) AS gap, coalesce(setting('stop_radius_m'), 100) AS radius_m,
         coalesce(setting('max_delay_s'), 3600) AS max_delay_s),
report AS (
  SELECT feed, vehicle_id, trip_id, coalesce(start_date, '') AS start_date, event_time, received_at, route_id, direction_id, latitude, longitude, speed
  FROM vehicle_position
  -- twice the gap back: the report before the first leg's start is looked at too
  WHERE event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '2' SECOND * coalesce(setting('report_gap_s'), 600)
                       AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
    AND trip_id IS NOT NULL AND vehicle_id IS NOT NULL AND latitude IS NOT NULL AND longitude IS NOT NULL),
neighbour AS (
  SELECT report.*, lag(event_time) OVER trip AS before_time, lag(latitude) OVER trip AS before_latitude, lag(longitude) OVER trip AS before_longitude,
         lead(event_time) OVER trip AS next_time, lead(received_at) OVER trip AS next_received,
         lead(latitude) OVER trip AS next_latitude, lead(longitude) OVER trip AS next_longitude
  FROM report WINDOW trip AS (PARTITION BY feed, vehicle_id, trip_id, start_date ORDER BY event_time, latitude, longitude)),
leg AS (                  -- from one report to the next; the first report of a run is also a leg of no length, known as soon as it came
  SELECT feed, vehicle_id, trip_id, start_date, route_id, direction_id, speed, latitude, longitude, event_time, FALSE AS first_report,
         before_time >= event_time - gap AS follows, before_latitude, before_longitude,
         111195 * (next_latitude - latitude) AS north_m, 111195 * cos(radians(latitude)) * (next_longitude - longitude) AS east_m,
         date_diff('second', event_time, next_time) AS duration_s, greatest(received_at, next_received) AS received_at
  FROM neighbour CROSS JOIN limits
  WHERE next_time <= event_time + gap AND next_time >= batch_from AND event_time <= batch_to
  UNION ALL
  SELECT feed, vehicle_id, trip_id, start_date, route_id, direction_id, speed, latitude, longitude, event_time, TRUE,
         FALSE, before_latitude, before_longitude, 0, 0, 0, received_at
  FROM neighbour CROSS JOIN limits
  WHERE (before_time IS NULL OR before_time < event_time - gap) AND event_time BETWEEN batch_from AND batch_to),
seen AS (                 -- a call as seen from the leg's start, in metres; on the service date whose timetable it can belong to
  SELECT leg.*, call.service_date, call.stop_sequence, call.stop_id, call.timepoint, call.district_id, call.terminal, call.scheduled_time, call.headway_s,
         coalesce(call.route_id, leg.route_id) AS the_route_id, coalesce(call.direction_id, leg.direction_id) AS the_direction_id,
         111195 * (call.latitude - leg.latitude) AS stop_north_m, 111195 * cos(radians(leg.latitude)) * (call.longitude - leg.longitude) AS stop_east_m,
         111195 * (call.latitude - before_latitude) AS was_north_m, 111195 * cos(radians(leg.latitude)) * (call.longitude - before_longitude) AS was_east_m
  FROM leg JOIN service_call call ON call.trip_id = leg.trip_id AND (leg.start_date = '' OR leg.start_date = call.service_date)
  CROSS JOIN limits
  WHERE call.scheduled_time BETWEEN batch_from - gap - INTERVAL '1' SECOND * max_delay_s AND batch_to + gap + INTERVAL '1' SECOND * max_delay_s),
nearest AS (              -- share: where on the leg, 0..1, the vehicle is nearest to the stop
  SELECT seen.*,
         CASE WHEN north_m = 0 AND east_m = 0 THEN 0
              ELSE greatest(0, least(1, (stop_north_m * north_m + stop_east_m * east_m) / (north_m * north_m + east_m * east_m))) END AS share
  FROM seen),
pass AS (
  SELECT nearest.*, event_time + INTERVAL '1' SECOND * CAST(round(share * duration_s) AS BIGINT) AS actual_time,
         sqrt((stop_north_m - share * north_m) * (stop_north_m - share * north_m) + (stop_east_m - share * east_m) * (stop_east_m - share * east_m)) AS distance_m
  FROM nearest),
-- Kept: passes within a leg; starts of legs that are no farther than the report before (else that one told better); ends of legs only
-- near the stop or at a terminal (else the next leg will tell); the first report of a run at a terminal or at walking pace. Standing at
-- the last stop tells nothing new: the trip is over.
told AS (
  SELECT pass.* FROM pass CROSS JOIN limits
  WHERE distance_m < radius_m AND abs(date_diff('second', scheduled_time, actual_time)) < max_delay_s
    AND NOT (terminal = 2 AND coalesce(follows, FALSE) AND abs(north_m) + abs(east_m) < 5)
    AND CASE WHEN first_report THEN terminal > 0 OR speed < 3
             WHEN share = 0 THEN NOT coalesce(follows, FALSE) OR was_north_m * was_north_m + was_east_m * was_east_m >= distance_m * distance_m
             WHEN share = 1 THEN terminal > 0 OR distance_m < 30
             ELSE TRUE END)
SELECT DISTINCT actual_time AS event_time, received_at, feed, service_date, trip_id, the_route_id AS route_id, the_direction_id AS direction_id, vehicle_id, stop_sequence, stop_id, district_id,
       scheduled_time, actual_time, distance_m, timepoint, terminal, headway_s AS scheduled_headway_s
FROM told
WHERE NOT EXISTS (
  SELECT 1 FROM stop_visit_candidate held
  WHERE held.event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
                            AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
    AND held.trip_id = told.trip_id AND held.stop_sequence = told.stop_sequence AND held.event_time = told.actual_time
    AND held.service_date = told.service_date AND held.vehicle_id = told.vehicle_id AND held.feed = told.feed);
INSERT INTO stop_visit_candidate BY NAME SELECT * FROM told_pass;
-- The trips whose visits may be others now: what is kept of them in memory is renewed (datasources/keeping.py).
INSERT INTO touched_trip SELECT trip_id, event_time FROM told_pass UNION ALL SELECT trip_id, from_time FROM late_report
