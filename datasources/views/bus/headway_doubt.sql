-- title: 存疑车头时距 | Headways in doubt
-- row: one headway of the window and scope that cannot be believed, or that no passenger waited for
-- formula: why = pause (the timetable plans no service for over an hour in between), unseen (a trip planned in between was seen on its way and not here: it may have passed), no_data (one planned in between was
--   never seen, and while it was due no positions came, or the timetable lists more than runs); a trip in between that was cancelled or lost, skipped the stop, or came before or after, leaves no doubt. Of vehicles on no planned trip, between is between their own times, and a pause at least half an hour; unseen is then what passed the stop unseen
--   in between (stop_missed), and no_data a silence of the line's feed too (bus_feed_silence)
-- unit: -
-- once: true
-- source: MBTA 2024: what nobody could see is left out and lowers the coverage; dropped trips count
WITH wide AS (
  SELECT service_date, trip_id_performed, stop_sequence, actual_time, route_id, direction_id, stop_id, pass, scheduled_time IS NULL OR ahead_scheduled_time IS NULL AS by_headway, headway_s,
         actual_time - INTERVAL '1' SECOND * headway_s AS ahead_time, coalesce(scheduled_time, actual_time) AS scheduled_time,
         coalesce(ahead_scheduled_time, actual_time - INTERVAL '1' SECOND * headway_s) AS ahead_scheduled_time
  FROM headways WHERE is_wide),
missed AS (
  SELECT w.*, c.service_date AS missed_date, c.trip_id AS missed_trip, c.trip_id_performed AS missed_run, c.stop_sequence AS missed_sequence, coalesce(c.headway_s, 14400) > 3600 AND (NOT w.by_headway OR w.headway_s > 1800) AS after_pause
  FROM wide w
  JOIN service_call c ON c.route_id = w.route_id AND coalesce(c.direction_id, 0) = w.direction_id AND c.stop_id = w.stop_id AND coalesce(c.pass, 1) = w.pass
   AND c.scheduled_time > w.ahead_scheduled_time AND c.scheduled_time < w.scheduled_time
  WHERE c.scheduled_time <= as_of()
    AND c.scheduled_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 7200)),
away AS (                 -- most of them came here too, in another order
  SELECT m.* FROM missed m
  WHERE after_pause OR NOT EXISTS (SELECT 1 FROM stop_visit v WHERE v.service_date = m.missed_date AND v.trip_id_performed = m.missed_run AND v.stop_sequence = m.missed_sequence)
    AND NOT EXISTS (SELECT 1 FROM stop_skipped skip WHERE skip.trip_id = m.missed_trip AND skip.start_date IN ('', m.missed_date)
                      AND (skip.stop_sequence = m.missed_sequence OR skip.stop_id = m.stop_id)
                      AND (skip.start_time IS NULL OR m.missed_run = m.missed_trip OR m.missed_run = run_name(m.missed_trip, skip.start_time)))),
judged AS (               -- of each trip in between: whether it was seen, and whether that tells when it came by
  SELECT m.service_date, m.trip_id_performed, m.stop_sequence, m.actual_time, m.ahead_time, m.missed_run, m.route_id, max(CASE WHEN m.after_pause THEN 1 ELSE 0 END) AS paused, count(said.trip_id_performed) AS cancelled, count(v.trip_id_performed) AS calls,
         count(*) FILTER (WHERE v.stop_sequence = m.missed_sequence OR (v.stop_sequence > m.missed_sequence AND v.actual_time <= m.ahead_time)
                             OR (v.stop_sequence < m.missed_sequence AND v.actual_time >= m.actual_time)) AS told
  FROM away m LEFT JOIN stop_visit v ON v.service_date = m.missed_date AND v.trip_id_performed = m.missed_run
  LEFT JOIN trip_cancelled said ON said.trip_id_performed = m.missed_run AND said.service_date = m.missed_date
  GROUP BY m.service_date, m.trip_id_performed, m.stop_sequence, m.actual_time, m.ahead_time, m.missed_run, m.route_id),
gap AS (                  -- gaps in which a trip was never seen, or by headways alone: whether positions came all the while
  SELECT service_date, trip_id_performed, stop_sequence, actual_time, ahead_time, route_id, coalesce(setting('timetable_exact'), 1) AS exact, FALSE AS by_headway FROM judged WHERE calls = 0 AND cancelled = 0
  UNION
  SELECT service_date, trip_id_performed, stop_sequence, actual_time, ahead_time, route_id, 1, TRUE FROM wide WHERE by_headway),
dark AS (
  SELECT gap.service_date, gap.trip_id_performed, gap.stop_sequence, gap.actual_time
  FROM gap
  LEFT JOIN bus_feed_lit ten ON ten.event_time > gap.ahead_time - INTERVAL '600' SECOND AND ten.event_time <= gap.actual_time
  GROUP BY gap.service_date, gap.trip_id_performed, gap.stop_sequence, gap.actual_time, gap.ahead_time, gap.exact
  HAVING count(ten.event_time) <= date_diff('second', time_bucket(INTERVAL '10' MINUTE, gap.ahead_time), time_bucket(INTERVAL '10' MINUTE, gap.actual_time)) / 600
      OR gap.exact = 0
  UNION ALL
  SELECT gap.service_date, gap.trip_id_performed, gap.stop_sequence, gap.actual_time
  FROM gap JOIN bus_feed_dark span ON span.route_id = gap.route_id AND span.from_time < gap.actual_time AND span.to_time > gap.ahead_time
  UNION ALL
  SELECT gap.service_date, gap.trip_id_performed, gap.stop_sequence, gap.actual_time
  FROM gap
  JOIN (SELECT DISTINCT route_id, feed FROM stop_visit) bring ON bring.route_id = gap.route_id
  JOIN bus_feed_silence silence ON silence.feed = bring.feed AND silence.from_time < gap.actual_time AND silence.to_time > gap.ahead_time
  WHERE gap.by_headway)
SELECT service_date, trip_id_performed, stop_sequence, actual_time, CASE WHEN count(*) FILTER (WHERE why = 'pause') > 0 THEN 'pause' ELSE min(why) END AS why
FROM (
  SELECT service_date, trip_id_performed, stop_sequence, actual_time, CASE WHEN paused = 1 THEN 'pause' ELSE 'unseen' END AS why
  FROM judged WHERE paused = 1 OR (calls > 0 AND told = 0)
  UNION ALL
  SELECT w.service_date, w.trip_id_performed, w.stop_sequence, w.actual_time, 'unseen'
  FROM wide w JOIN stop_missed missed ON missed.route_id = w.route_id AND missed.direction_id = w.direction_id AND missed.stop_id = w.stop_id AND missed.pass = w.pass
   AND missed.from_time < w.actual_time AND missed.to_time > w.ahead_time
  WHERE w.by_headway
  UNION ALL
  SELECT service_date, trip_id_performed, stop_sequence, actual_time, 'no_data' FROM dark) told
GROUP BY service_date, trip_id_performed, stop_sequence, actual_time
