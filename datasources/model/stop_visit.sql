-- Stop visits from positions and the timetable: the project's own arrival detection.
-- Reads event times from getvariable('batch_from') to getvariable('batch_to') and the reports beside them, so that it can run after every landing.
-- Running it twice adds nothing. Times are interpolated on the straight line between two reports of one vehicle on one trip.
-- Settings: stop_radius_m (100) how near counts; report_gap_s (600) the longest silence that is bridged; max_delay_s (3600) beyond it a match is an error.
INSERT INTO stop_visit_candidate
WITH limits AS (
  SELECT CAST(getvariable('batch_from') AS TIMESTAMP) AS batch_from, CAST(getvariable('batch_to') AS TIMESTAMP) AS batch_to,
         INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600) AS gap,
         coalesce(setting('report_gap_s'), 600) AS gap_s, coalesce(setting('stop_radius_m'), 100) AS radius_m,
         coalesce(setting('max_delay_s'), 3600) AS max_delay_s),
report AS (               -- one row a vehicle, trip and moment: repeats of a report fall together
  SELECT feed, vehicle_id, trip_id, coalesce(start_date, '') AS start_date, event_time, min(received_at) AS received_at,
         min(route_id) AS route_id, min(direction_id) AS direction_id, min(latitude) AS latitude, min(longitude) AS longitude, min(speed) AS speed
  FROM vehicle_position
  WHERE event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
                       AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
    AND trip_id IS NOT NULL AND vehicle_id IS NOT NULL AND latitude IS NOT NULL AND longitude IS NOT NULL
  GROUP BY feed, vehicle_id, trip_id, coalesce(start_date, ''), event_time),
neighbour AS (
  SELECT report.*,
         lag(event_time) OVER trip AS before_time, lead(event_time) OVER trip AS next_time, lead(received_at) OVER trip AS next_received,
         lead(latitude) OVER trip AS next_latitude, lead(longitude) OVER trip AS next_longitude
  FROM report WINDOW trip AS (PARTITION BY feed, vehicle_id, trip_id, start_date ORDER BY event_time)),
leg AS (                  -- from one report to the next; the first report of a run is also a leg of no length, known as soon as it came
  SELECT feed, vehicle_id, trip_id, start_date, route_id, direction_id, speed, latitude, longitude, event_time,
         111195 * (next_latitude - latitude) AS north_m, 111195 * cos(radians(latitude)) * (next_longitude - longitude) AS east_m,
         date_diff('second', event_time, next_time) AS duration_s, greatest(received_at, next_received) AS received_at, FALSE AS first_report
  FROM neighbour CROSS JOIN limits
  WHERE next_time <= event_time + gap AND next_time >= batch_from AND event_time <= batch_to
  UNION ALL
  SELECT feed, vehicle_id, trip_id, start_date, route_id, direction_id, speed, latitude, longitude, event_time, 0, 0, 0, received_at, TRUE
  FROM neighbour CROSS JOIN limits
  WHERE (before_time IS NULL OR before_time < event_time - gap) AND event_time BETWEEN batch_from AND batch_to),
call AS (                 -- every call of those trips, with whether it is the trip's first or last
  SELECT st.trip_id, st.stop_sequence, st.stop_id, coalesce(st.departure_s, st.arrival_s) AS scheduled_s, st.timepoint,
         s.latitude AS stop_latitude, s.longitude AS stop_longitude, s.district_id, t.route_id, t.direction_id, t.service_id, t.feed AS timetable, t.pieces,
         st.stop_sequence IN (min(st.stop_sequence) OVER (PARTITION BY st.trip_id), max(st.stop_sequence) OVER (PARTITION BY st.trip_id)) AS terminal
  FROM (SELECT trip.*, trip.feed NOT IN (SELECT feed FROM gtfs_stop) AS pieces FROM gtfs_trip trip) t      -- as the view timetable_trip
  JOIN gtfs_stop_time st ON st.trip_id = t.trip_id AND (st.feed = t.feed OR t.pieces)
  JOIN gtfs_stop s ON s.stop_id = st.stop_id AND (s.feed = st.feed OR t.pieces)
  WHERE st.trip_id IN (SELECT trip_id FROM leg) AND coalesce(st.departure_s, st.arrival_s) IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM gtfs_frequency f WHERE f.trip_id = st.trip_id AND (f.feed = st.feed OR t.pieces))),
offset_m AS (             -- the stop as seen from the leg's start, in metres
  SELECT leg.*, call.stop_sequence, call.stop_id, call.scheduled_s, call.timepoint, call.district_id, call.service_id, call.timetable, call.pieces, call.terminal,
         coalesce(call.route_id, leg.route_id) AS the_route_id, coalesce(call.direction_id, leg.direction_id) AS the_direction_id,
         111195 * (stop_latitude - latitude) AS stop_north_m, 111195 * cos(radians(latitude)) * (stop_longitude - longitude) AS stop_east_m
  FROM leg JOIN call ON call.trip_id = leg.trip_id),
nearest AS (              -- share: where on the leg, 0..1, the vehicle is nearest to the stop
  SELECT offset_m.*,
         CASE WHEN north_m = 0 AND east_m = 0 THEN 0
              ELSE greatest(0, least(1, (stop_north_m * north_m + stop_east_m * east_m) / (north_m * north_m + east_m * east_m))) END AS share
  FROM offset_m),
pass AS (
  SELECT nearest.*, event_time + INTERVAL '1' SECOND * CAST(round(share * duration_s) AS BIGINT) AS actual_time,
         sqrt((stop_north_m - share * north_m) * (stop_north_m - share * north_m) + (stop_east_m - share * east_m) * (stop_east_m - share * east_m)) AS distance_m
  FROM nearest),
timed AS (                -- on the service day whose timetable it can belong to; a trip past midnight belongs to the day before
  SELECT pass.*, day.service_date, day.day_start + INTERVAL '1' SECOND * scheduled_s AS scheduled_time
  FROM pass CROSS JOIN limits
  JOIN gtfs_service_date active ON active.service_id = pass.service_id AND (active.feed = pass.timetable OR pass.pieces)
    AND (pass.start_date = '' OR pass.start_date = active.service_date)
  JOIN service_day day ON day.service_date = active.service_date
  WHERE distance_m < radius_m AND (NOT first_report OR terminal OR speed < 3)
    AND abs(date_diff('second', day.day_start + INTERVAL '1' SECOND * scheduled_s, pass.actual_time)) < max_delay_s)
SELECT DISTINCT actual_time AS event_time, received_at, feed, service_date, trip_id, the_route_id, the_direction_id, vehicle_id, stop_sequence, stop_id, district_id,
       scheduled_time, actual_time, distance_m, timepoint
FROM timed
WHERE NOT EXISTS (
  SELECT 1 FROM stop_visit_candidate held
  WHERE held.event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
                            AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
    AND held.trip_id = timed.trip_id AND held.stop_sequence = timed.stop_sequence AND held.event_time = timed.actual_time
    AND held.service_date = timed.service_date AND held.vehicle_id = timed.vehicle_id AND held.feed = timed.feed);
