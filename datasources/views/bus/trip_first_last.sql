-- title: 首末班 | First and last trips
-- row: the first or the last trip of a line and direction on a service date, planned to begin in the last 24 hours, at least ten minutes ago, at a first stop in scope(); of the line and direction named by the parameters where given
-- formula: delay_s = departure from the first stop less its planned time (none where its update skips that stop), on_time within the window of departure; outcome: seen, cancelled, no_data (positions came in less than half of its span, those of a feed of its line, where the city has several, for less than that or less than ten minutes of it, or the buses of the line name no trips), else lost
-- unit: s
-- once: true
-- source: Weihai: first and last trips; stop_visit_candidate, at the first stop the last pass among those as near as the nearest (20 m)
WITH planned AS (
  SELECT service_date, trip_id, trip_id_performed, route_id, coalesce(direction_id, 0) AS direction_id, district_id, trip_start AS planned_start, trip_end AS planned_end,
         min(trip_start) OVER line_day AS first_start, max(trip_start) OVER line_day AS last_start
  FROM service_call
  WHERE terminal = 1 AND scheduled_time BETWEEN as_of() - INTERVAL '60' HOUR AND as_of() + INTERVAL '36' HOUR
  WINDOW line_day AS (PARTITION BY service_date, route_id, coalesce(direction_id, 0))),
due AS (
  SELECT *, CASE WHEN planned_start = first_start THEN 'first' ELSE 'last' END AS which
  FROM planned
  WHERE planned_start IN (first_start, last_start) AND planned_start > as_of() - INTERVAL '24' HOUR AND planned_start <= as_of() - INTERVAL '600' SECOND
    AND (scope() IS NULL OR district_id = scope()) AND (parameter('line') IS NULL OR route_id = parameter('line'))
    AND (parameter('direction') IS NULL OR direction_id = CAST(parameter('direction') AS INT))),
seen AS (
  SELECT service_date, trip_id_performed, max(stop_sequence) AS reached, min(stop_sequence) FILTER (WHERE terminal = 1 AND called) AS begun, arg_min(vehicle_id, rank) AS vehicle_id, max(CASE WHEN matched_by = 'replaced' THEN 1 ELSE 0 END) AS replaced,
         arg_min(actual_time, rank) FILTER (WHERE terminal = 1 AND called) AS actual_time
  FROM (SELECT service_date, trip_id_performed, stop_sequence, terminal, NOT coalesce(skipped, FALSE) AS called, actual_time, vehicle_id, matched_by,
               floor(distance_m / 20) * 1000000 - date_diff('second', scheduled_time, actual_time) AS rank
        FROM stop_visit_candidate
        WHERE coalesce(seen, '') <> 'unsure' AND event_time > as_of() - INTERVAL '25' HOUR AND event_time <= as_of() AND received_at <= as_of() AND trip_id IN (SELECT trip_id FROM due)) pass
  GROUP BY service_date, trip_id_performed),
came AS (                 -- as in bus_feed_silence, which looks back no day
  SELECT feed, coalesce(event_max, received_at) AS event_time FROM batch
  WHERE table_name = 'vehicle_position' AND received_at > as_of() - INTERVAL '25' HOUR AND received_at <= as_of()
  UNION
  SELECT feed, as_of() - INTERVAL '25' HOUR FROM line_feed),
lit AS (
  SELECT due.service_date, due.trip_id_performed, count(DISTINCT ten.event_time) AS tens
  FROM due JOIN (SELECT DISTINCT time_bucket(INTERVAL '10' MINUTE, event_time) AS event_time FROM came) ten
    ON ten.event_time > due.planned_start - INTERVAL '600' SECOND AND ten.event_time <= due.planned_end
  GROUP BY due.service_date, due.trip_id_performed),
silence AS (
  SELECT followed.feed, from_time, coalesce(next_time, as_of()) AS to_time
  FROM (SELECT feed, event_time AS from_time, lead(event_time) OVER (PARTITION BY feed ORDER BY event_time) AS next_time FROM came) followed
  CROSS JOIN (SELECT count(DISTINCT feed) AS feeds FROM came) known
  LEFT JOIN feed_status status ON status.feed = followed.feed
  WHERE feeds > 1 AND (date_diff('second', from_time, coalesce(next_time, as_of())) > coalesce(setting('report_gap_s'), 600) OR (next_time IS NULL AND status.state IN ('STALE', 'DOWN')))),
dark AS (
  SELECT service_date, trip_id_performed, sum(date_diff('second', greatest(planned_start, from_time), least(planned_end, to_time))) AS dark_s
  FROM (SELECT DISTINCT due.service_date, due.trip_id_performed, due.planned_start, due.planned_end, silence.from_time, silence.to_time
        FROM due JOIN line_feed line ON line.route_id = due.route_id
        JOIN silence ON silence.feed = line.feed AND silence.from_time < due.planned_end AND silence.to_time > due.planned_start) span
  GROUP BY service_date, trip_id_performed)
SELECT judged.*, coalesce(l.route_name, judged.route_id) AS route_name, delay_s BETWEEN -early_s AND late_s AS on_time
FROM (
  SELECT due.service_date, due.trip_id_performed AS trip_id, due.route_id, due.direction_id, due.which, due.planned_start, seen.vehicle_id, seen.actual_time AS event_time,
         CASE WHEN seen.reached > seen.begun AND seen.replaced = 0 THEN date_diff('second', due.planned_start, seen.actual_time) END AS delay_s,
         CASE WHEN seen.trip_id_performed IS NOT NULL THEN 'seen'
              WHEN said.trip_id_performed IS NOT NULL THEN 'cancelled'
              WHEN coalesce(lit.tens, 0) < 0.5 * (date_diff('second', time_bucket(INTERVAL '10' MINUTE, due.planned_start),
                   least(time_bucket(INTERVAL '10' MINUTE, due.planned_end), time_bucket(INTERVAL '10' MINUTE, as_of()))) / 600 + 1)
                   OR (dark_s > 0 AND date_diff('second', due.planned_start, least(due.planned_end, as_of())) - dark_s < greatest(0.5 * date_diff('second', due.planned_start, least(due.planned_end, as_of())), 600))
                   OR coalesce(setting('timetable_exact'), 1) = 0 OR nameless.route_id IS NOT NULL THEN 'no_data'
              ELSE 'lost' END AS outcome,
         coalesce(own.early_s, any_line.early_s) AS early_s, coalesce(own.late_s, any_line.late_s) AS late_s
  FROM due
  JOIN on_time_rule any_line ON any_line.route_id = '' AND any_line.stop_type = 'departure'
  LEFT JOIN on_time_rule own ON own.route_id = due.route_id AND own.stop_type = 'departure'
  LEFT JOIN (SELECT DISTINCT route_id FROM stop_visit WHERE matched_by = 'line') nameless ON nameless.route_id = due.route_id
  LEFT JOIN seen ON seen.trip_id_performed = due.trip_id_performed AND seen.service_date = due.service_date
  LEFT JOIN trip_cancelled said ON said.trip_id_performed = due.trip_id_performed AND said.service_date = due.service_date
  LEFT JOIN lit ON lit.trip_id_performed = due.trip_id_performed AND lit.service_date = due.service_date
  LEFT JOIN dark ON dark.trip_id_performed = due.trip_id_performed AND dark.service_date = due.service_date) judged
LEFT JOIN line l ON l.route_id = judged.route_id
