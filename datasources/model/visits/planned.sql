-- Sightings at the stops of a timetable, from the legs placed along the line: a stop passed on the way, at the time that the way tells; standing near one,
-- from the first to the last of it. At the first stop the bus leaves the zone around it; at the last it is on its way (coming) before it arrives.
-- Settings: stop_zone_m (50) how near along the line is at the stop; reach_m (1000) how far from the nearer report a time is still told; max_delay_s (3600) beyond it a match is an error.
INSERT INTO sighting BY NAME
WITH reached AS (
  SELECT place.*, leg.edge, leg.feed, leg.vehicle_id, leg.received_at, leg.route_id AS said_route_id, leg.direction_id AS said_direction_id,
         call.stop_sequence, call.stop_id, call.district_id, call.timepoint, call.terminal, call.scheduled_time, call.headway_s AS scheduled_headway_s, call.along_m AS stop_m, call.pass,
         coalesce(setting('stop_zone_m'), 50) AS zone_m, coalesce(setting('reach_m'), 1000) AS reach_m
  FROM place JOIN leg USING (leg_id)
  JOIN service_call call ON call.trip_id_performed = place.trip_id_performed AND call.service_date = place.service_date AND call.trip_id = place.trip_id
   AND call.along_m BETWEEN least(from_m, to_m) - 100 AND greatest(from_m, to_m) + 100
  WHERE strays IS NOT NULL
    AND call.scheduled_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' SECOND * (coalesce(setting('max_delay_s'), 3600) + 2 * coalesce(setting('report_gap_s'), 600))
                                AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' SECOND * (coalesce(setting('max_delay_s'), 3600) + 2 * coalesce(setting('report_gap_s'), 600))),
told AS (                 -- a slow leg that comes to a stop on the way from beyond its zone is no standing there
  SELECT * EXCLUDE (stands), from_m <= stop_m + zone_m AND to_m > stop_m + zone_m AND terminal = 1 AS leaves,
         -- the leg before may have placed the same report short of the stop: as far beside the line as it lay, so far back this one reaches, and
         -- as far as the line comes by there twice
         stop_m > from_m + 1 - greatest(back_m, least(off_m, zone_m)) AND stop_m <= to_m + 1 AS passes,
         terminal = 2 AND to_m BETWEEN stop_m - 2 * zone_m AND stop_m - 1 AND (from_m < stop_m - 2 * zone_m OR to_m - from_m > 3 * duration_s) AS comes,
         abs(from_m - stop_m) <= zone_m AND abs(to_m - stop_m) <= zone_m AS within,
         reached.stands AND (within OR NOT passes OR terminal > 0) AS stands
  FROM reached),
timed AS (
  -- a bus that leaves its first stop did so before it was seen on its way, as long ago as its speed tells, up to a minute
  -- who stood where his trip begins or ends at one end of the leg went the way between at 7 m/s: he left no earlier, and came no later
  SELECT * EXCLUDE (share), CASE WHEN leaves AND (abs(from_m - stop_m) <= 15 OR edge = 'begin') THEN greatest(share, 1 - (to_m - stop_m) / 7 / greatest(duration_s, 1))
                                 WHEN terminal = 2 AND (passes OR comes) AND abs(to_m - stop_m) <= 15 THEN least(share, (stop_m - from_m) / 7 / greatest(duration_s, 1)) ELSE share END AS share
  FROM (SELECT *, CASE WHEN to_m > from_m THEN greatest(CASE WHEN leaves THEN -60.0 / greatest(duration_s, 1) ELSE 0 END, least(1, (stop_m - from_m) / (to_m - from_m))) ELSE 1 END AS share
        FROM told) proportion
  WHERE CASE edge WHEN 'end' THEN terminal = 2 WHEN 'begin' THEN leaves AND abs(from_m - stop_m) <= zone_m ELSE TRUE END
    AND (from_m BETWEEN stop_m - reach_m AND stop_m + reach_m OR to_m BETWEEN stop_m - reach_m AND stop_m + reach_m)
    AND CASE WHEN NOT follows THEN within AND (terminal > 0 OR speed < 3) WHEN stands THEN within ELSE leaves OR passes OR comes END)
SELECT departure_time AS event_time, received_at, feed, service_date, trip_id, trip_id_performed, coalesce(route_id, said_route_id) AS route_id,
       coalesce(direction_id, said_direction_id) AS direction_id, vehicle_id, stop_sequence, stop_id, district_id, scheduled_time, departure_time AS actual_time,
       least(abs(from_m - stop_m), abs(to_m - stop_m)) AS distance_m, timepoint, terminal, scheduled_headway_s, arrival_time, departure_time, matched_by, pass,
       CASE WHEN follows AND NOT stands THEN CASE WHEN comes THEN 'coming' ELSE 'passing' END WHEN unsure THEN 'unsure'
            -- at a signal, maybe: farther past the stop than a bus pulls up and than these reports are off, as far as how far beside the line they lie tells that
            WHEN stands AND terminal = 0 AND least(from_m, to_m) - stop_m > 15 + off_m THEN 'beyond' ELSE 'standing' END AS seen
FROM (
  SELECT *, CASE WHEN stands OR NOT follows THEN from_time ELSE from_time + INTERVAL '1' SECOND * CAST(round(share * duration_s) AS BIGINT) END AS arrival_time,
         CASE WHEN stands OR NOT follows THEN to_time ELSE from_time + INTERVAL '1' SECOND * CAST(round(share * duration_s) AS BIGINT) END AS departure_time
  FROM timed) seen
WHERE abs(date_diff('second', scheduled_time, departure_time)) < coalesce(setting('max_delay_s'), 3600)
