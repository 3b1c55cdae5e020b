-- title: 班次执行结果 | What became of each trip
-- row: one trip planned to begin or to end in the window, whatever the scope
-- formula: completed = seen (it called at a stop, or a vehicle reports it now: one that only its block tells, until it should have ended) and over; running = seen and under way; else cancelled = its newest trip update says so;
--   else no_data = positions came in less than half of its span (bus_feed_lit), those of a feed of its line for less than that or less than ten minutes of it (bus_feed_dark), or the timetable lists more than runs (timetable_exact = 0), or the buses of the line name no trips, or none of any line was found on a trip within seven days, or of the calls of trips that ran under 0.3 were seen; else due in its first ten minutes; else lost
-- unit: -
-- once: true
-- kept: minute
-- source: MBTA 2024: cancelled and lost trips stay in the denominator; what nobody could see is left out and lowers the coverage
WITH plan AS (
  SELECT *, time_bucket(INTERVAL '10' MINUTE, planned_start) AS first_ten, time_bucket(INTERVAL '10' MINUTE, planned_end) AS last_ten FROM trip_plan)
SELECT trip.*, coalesce(l.route_name, trip.route_id) AS route_name,
       CASE WHEN seen THEN CASE WHEN planned_end <= as_of() OR arrival_delay_s IS NOT NULL THEN 'completed' ELSE 'running' END
            WHEN told_cancelled THEN 'cancelled'
            WHEN coalesce(lit, 0) < 0.5 * span OR (dark_s > 0 AND span_s - dark_s < greatest(0.5 * span_s, 600)) OR coalesce(setting('timetable_exact'), 1) = 0 OR nameless OR ever = 0 OR told < 0.3 * calls_due THEN 'no_data'
            WHEN planned_start > as_of() - INTERVAL '600' SECOND THEN 'due'
            ELSE 'lost' END AS outcome
FROM (
  SELECT p.service_date, p.trip_id_performed, p.trip_id, p.route_id, p.direction_id, p.block_id, p.planned_start, p.planned_end,
         p.first_stop_id, p.last_stop_id, p.first_district_id, p.last_district_id,
         visited.vehicle_id, visited.departure_delay_s, visited.arrival_delay_s, coalesce(visited.calls, 0) AS calls_seen, visited.event_time,
         visited.trip_id_performed IS NOT NULL OR heard.trip_id_performed IS NOT NULL AS seen, said.trip_id_performed IS NOT NULL AS told_cancelled, lit.tens AS lit, coalesce(dark.dark_s, 0) AS dark_s, greatest(0, date_diff('second', p.planned_start, least(p.planned_end, as_of()))) AS span_s, nameless.route_id IS NOT NULL AS nameless, ever, told, calls_due,
         date_diff('second', p.first_ten, least(p.last_ten, time_bucket(INTERVAL '10' MINUTE, as_of()))) / 600 + 1 AS span
  FROM plan p
  LEFT JOIN trip_visited visited ON visited.trip_id_performed = p.trip_id_performed AND visited.service_date = p.service_date
  LEFT JOIN (SELECT trip_id_performed, min(CASE WHEN matched_by = 'block' THEN 1 ELSE 0 END) AS guessed FROM vehicle_match WHERE trip_id_performed IS NOT NULL GROUP BY trip_id_performed) heard
    ON heard.trip_id_performed = p.trip_id_performed AND p.planned_end > as_of() - INTERVAL '14400' SECOND * (1 - guessed)   -- of the run of another day it says nothing
  LEFT JOIN trip_cancelled said ON said.trip_id_performed = p.trip_id_performed AND said.service_date = p.service_date
  LEFT JOIN (SELECT spans.first_ten, spans.last_ten, count(*) AS tens
             FROM (SELECT DISTINCT first_ten, last_ten FROM plan) spans
             JOIN bus_feed_lit ten ON ten.event_time >= spans.first_ten AND ten.event_time <= spans.last_ten
             GROUP BY spans.first_ten, spans.last_ten) lit ON lit.first_ten = p.first_ten AND lit.last_ten = p.last_ten
  LEFT JOIN (SELECT spans.route_id, spans.planned_start, spans.planned_end, sum(date_diff('second', greatest(spans.planned_start, span.from_time), least(spans.planned_end, span.to_time))) AS dark_s
             FROM (SELECT DISTINCT route_id, planned_start, planned_end FROM plan) spans
             JOIN bus_feed_dark span ON span.route_id = spans.route_id AND span.from_time < spans.planned_end AND span.to_time > spans.planned_start
             GROUP BY spans.route_id, spans.planned_start, spans.planned_end) dark ON dark.route_id = p.route_id AND dark.planned_start = p.planned_start AND dark.planned_end = p.planned_end
  LEFT JOIN (SELECT DISTINCT route_id FROM stop_visit WHERE matched_by = 'line') nameless ON nameless.route_id = p.route_id
  CROSS JOIN (SELECT count(*) AS ever FROM (SELECT 1 AS one FROM stop_visit_candidate
                                            WHERE scheduled_time IS NOT NULL AND event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '7' DAY LIMIT 1) found) known
  CROSS JOIN (SELECT count(*) AS told FROM stop_visit WHERE event_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)) sighted
  CROSS JOIN (SELECT CAST(coalesce(sum(calls), 0) AS BIGINT) AS calls_due FROM call_ran) ran
  WHERE p.planned_end > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)) trip
LEFT JOIN line l ON l.route_id = trip.route_id
