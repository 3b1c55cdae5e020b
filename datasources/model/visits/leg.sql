-- Legs: from one report of a vehicle to its next, for the reports in `arrived`. The report before comes from memory (the vehicle's newest);
-- a report that is older than that came late: what was told of the road around it is taken back, and the legs there are made anew
-- from what is held, so that the order of arrival does not matter in the end.
-- Settings: report_gap_s (600) the longest silence that is bridged.
CREATE OR REPLACE TEMP TABLE late_span AS
SELECT span.* FROM (SELECT feed, vehicle_id, min(event_time) AS first_time, max(event_time) AS last_time FROM arrived WHERE vehicle_id IS NOT NULL GROUP BY feed, vehicle_id) span
JOIN hot.main.vehicle_latest newest ON newest.feed = span.feed AND newest.vehicle_id = span.vehicle_id AND newest.event_time >= span.first_time;
CREATE OR REPLACE TEMP TABLE late AS
WITH held AS (             -- nothing is read where nothing came late
  SELECT feed, vehicle_id, event_time FROM vehicle_position SEMI JOIN late_span USING (feed, vehicle_id)
  WHERE event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
                       AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600))
SELECT span.feed, span.vehicle_id, span.first_time, span.last_time,
       -- a departure is told up to a minute before its leg
       coalesce(max(held.event_time) FILTER (WHERE held.event_time < span.first_time), span.first_time) - INTERVAL '60' SECOND AS from_time,
       coalesce(min(held.event_time) FILTER (WHERE held.event_time > span.last_time), span.last_time) AS to_time
FROM late_span span
LEFT JOIN held ON held.feed = span.feed AND held.vehicle_id = span.vehicle_id
  AND held.event_time BETWEEN span.first_time - INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
                          AND span.last_time + INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
GROUP BY span.feed, span.vehicle_id, span.first_time, span.last_time;
INSERT INTO touched_trip
SELECT held.trip_id, held.stop_sequence, held.departure_time FROM stop_visit_candidate held JOIN late ON late.feed = held.feed AND late.vehicle_id = held.vehicle_id
WHERE held.departure_time BETWEEN late.from_time AND late.to_time;
DELETE FROM stop_visit_candidate USING late
WHERE stop_visit_candidate.feed = late.feed AND stop_visit_candidate.vehicle_id = late.vehicle_id
  AND stop_visit_candidate.departure_time BETWEEN late.from_time AND late.to_time;
CREATE OR REPLACE TEMP TABLE leg AS
WITH report AS (
  SELECT feed, vehicle_id, event_time, received_at, trip_id, route_id, direction_id, start_date, start_time, block_id, schedule_relationship, latitude, longitude, speed, stop_id, current_status,
         TRUE AS is_end
  FROM arrived ANTI JOIN late USING (feed, vehicle_id) WHERE vehicle_id IS NOT NULL
  UNION ALL
  SELECT feed, vehicle_id, event_time, received_at, trip_id, route_id, direction_id, start_date, start_time, block_id, schedule_relationship, latitude, longitude, speed, stop_id, current_status,
         FALSE
  FROM hot.main.vehicle_latest SEMI JOIN arrived USING (feed, vehicle_id) ANTI JOIN late USING (feed, vehicle_id)
  UNION ALL
  SELECT p.feed, p.vehicle_id, p.event_time, p.received_at, p.trip_id, p.route_id, p.direction_id, p.start_date, p.start_time, p.block_id, p.schedule_relationship, p.latitude, p.longitude, p.speed,
         p.stop_id, p.current_status, p.event_time >= late.from_time
  FROM vehicle_position p JOIN late ON late.feed = p.feed AND late.vehicle_id = p.vehicle_id
   AND p.event_time BETWEEN late.from_time - INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
                        AND late.to_time + INTERVAL '1' SECOND * coalesce(setting('report_gap_s'), 600)
  WHERE p.event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '2' SECOND * coalesce(setting('report_gap_s'), 600)
                         AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '2' SECOND * coalesce(setting('report_gap_s'), 600)),
known AS (                -- with the work that the vehicle does, where its feed finds trips by it; who says that his trip was cancelled runs none
  SELECT report.* EXCLUDE (block_id, schedule_relationship), coalesce(schedule_relationship IN ('ADDED', 'NEW', 'DUPLICATED', 'UNSCHEDULED'), FALSE) AS added,
         coalesce(schedule_relationship = 'REPLACEMENT', FALSE) AS replaced,
         CASE WHEN schedule_relationship IN ('ADDED', 'NEW', 'DUPLICATED') THEN ',line,' WHEN schedule_relationship IN ('CANCELED', 'DELETED') THEN ''
              ELSE coalesce(',' || feed.match || ',', ',trip_id,') || CASE WHEN schedule_relationship = 'UNSCHEDULED' THEN 'line,' ELSE '' END END AS match,
         CASE WHEN coalesce(feed.match, '') LIKE '%block%' THEN coalesce(report.block_id, fleet.block_id, trip.block_id) END AS block_id
  FROM report
  LEFT JOIN feed ON feed.feed = report.feed
  LEFT JOIN (SELECT vehicle_id, min(block_id) AS block_id FROM vehicle GROUP BY vehicle_id) fleet ON fleet.vehicle_id = report.vehicle_id
  LEFT JOIN (SELECT trip_id, min(block_id) AS block_id FROM gtfs_trip WHERE (SELECT bool_or(match LIKE '%block%') FROM feed) GROUP BY trip_id) trip ON trip.trip_id = report.trip_id),
paired AS (
  SELECT *, lag(event_time) OVER vehicle AS before_time, lag(received_at) OVER vehicle AS before_received, lag(latitude) OVER vehicle AS before_latitude,
         lag(longitude) OVER vehicle AS before_longitude, lag(speed) OVER vehicle AS before_speed, lag(stop_id) OVER vehicle AS before_stop_id,
         lag(current_status) OVER vehicle AS before_status, lag(trip_id) OVER vehicle AS before_trip_id, lag(route_id) OVER vehicle AS before_route_id,
         lag(direction_id) OVER vehicle AS before_direction_id, lag(start_date) OVER vehicle AS before_start_date,
         lag(start_time) OVER vehicle AS before_start_time, lag(block_id) OVER vehicle AS before_block_id, lag(added) OVER vehicle AS before_added, lag(replaced) OVER vehicle AS before_replaced, lag(match) OVER vehicle AS before_match
  FROM known WINDOW vehicle AS (PARTITION BY feed, vehicle_id ORDER BY event_time, latitude, longitude)),
followed AS (
  SELECT *, added = before_added AND match = before_match AND (block_id = before_block_id OR (trip_id IS NOT DISTINCT FROM before_trip_id AND route_id IS NOT DISTINCT FROM before_route_id
              AND start_date IS NOT DISTINCT FROM before_start_date AND start_time IS NOT DISTINCT FROM before_start_time)) AS same_run,
         date_diff('second', before_time, event_time) <= coalesce(setting('report_gap_s'), 600)
           OR match LIKE '%,stops,%' AND abs(latitude - before_latitude) + abs(longitude - before_longitude) < 0.001 AS soon
  FROM paired WHERE is_end),
joined AS (               -- one that tells the same place and time anew is no leg (of a bus that drives by it would make one that stands); edge: the way from a run's last report to the first under its next one: only the last stop of the one can lie on it, and the first of the other
  SELECT *, coalesce(same_run AND soon, FALSE) AS follows, '' AS edge FROM followed
  WHERE NOT coalesce(same_run AND event_time = before_time AND latitude = before_latitude AND longitude = before_longitude, FALSE)
  UNION ALL
  SELECT *, TRUE, 'begin' FROM followed WHERE soon AND NOT coalesce(same_run, FALSE) AND latitude IS NOT NULL
  UNION ALL
  SELECT * REPLACE (before_trip_id AS trip_id, before_route_id AS route_id, before_direction_id AS direction_id, before_start_date AS start_date,
                    before_start_time AS start_time, before_block_id AS block_id, before_added AS added, before_replaced AS replaced, before_match AS match), TRUE, 'end'
  FROM followed WHERE soon AND NOT coalesce(same_run, FALSE) AND latitude IS NOT NULL)
SELECT row_number() OVER () AS leg_id, feed, vehicle_id, match, added, replaced, trip_id, route_id, direction_id, coalesce(start_date, '') AS start_date, start_time, block_id, follows, edge,
       CASE WHEN follows THEN before_time ELSE event_time END AS from_time, event_time AS to_time,
       CASE WHEN follows THEN greatest(received_at, before_received) ELSE received_at END AS received_at,
       CASE WHEN follows THEN before_latitude ELSE latitude END AS from_latitude, CASE WHEN follows THEN before_longitude ELSE longitude END AS from_longitude,
       latitude, longitude, CASE WHEN follows THEN greatest(speed, before_speed) ELSE speed END AS speed,
       CASE WHEN follows THEN before_stop_id END AS from_stop_id, CASE WHEN follows THEN before_status END AS from_status, stop_id, current_status AS status
FROM joined;
CREATE OR REPLACE TEMP TABLE leg_match (
  leg_id BIGINT, way INT, matched_by VARCHAR, service_date VARCHAR, trip_id VARCHAR, trip_id_performed VARCHAR, route_id VARCHAR, direction_id INT, pattern_id VARCHAR,
  trip_start TIMESTAMP, trip_end TIMESTAMP, headway_s INT, strays DOUBLE)
;
CREATE OR REPLACE TEMP TABLE sighting AS SELECT * FROM stop_visit_candidate LIMIT 0
