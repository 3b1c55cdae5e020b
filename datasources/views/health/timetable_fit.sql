-- title: 时刻表相符 | Does the timetable fit
-- row: one feed that brings vehicle positions
-- formula: matched_share = vehicles on a trip of the timetable / vehicles heard with a planned trip in the last 900 s; median_delay_s = median over vehicles of
--   (time of the newest report - planned time at the nearest stop of its trip, within two hours).
--   verdict: no_timetable; too_few below fit_samples (10) vehicles; foreign_timetable when less than a fifth match;
--   hour_off when the median is 3600 s, 900 more or less, early or late; other_day when trips match and none is planned around now; else fits
-- unit: s
-- once: true
-- kept: minute
-- source: CapMetrics archive (a schedule of another period; a day stamped an hour late after the clock change)
WITH heard AS (
  SELECT * FROM vehicle_arrived
  WHERE trip_id IS NOT NULL AND coalesce(schedule_relationship, 'SCHEDULED') NOT IN ('ADDED', 'UNSCHEDULED', 'NEW', 'DUPLICATED', 'REPLACEMENT')),
visited AS (                -- vehicles whose trips were found some other way than by their id
  SELECT DISTINCT feed, vehicle_id FROM stop_visit_candidate
  WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '1800' SECOND AND scheduled_time IS NOT NULL),
near AS (
  SELECT heard.feed, heard.vehicle_id,
         arg_min(date_diff('second', call.scheduled_time, heard.event_time),
                 (call.latitude - heard.latitude) * (call.latitude - heard.latitude) + 0.6 * (call.longitude - heard.longitude) * (call.longitude - heard.longitude)) AS delay_s
  FROM heard JOIN service_call call ON call.trip_id = heard.trip_id AND (heard.start_date IS NULL OR heard.start_date = call.service_date)
  WHERE call.scheduled_time BETWEEN as_of() - INTERVAL '21600' SECOND AND as_of() + INTERVAL '10800' SECOND
    AND abs(date_diff('second', call.scheduled_time, heard.event_time)) <= 7200
  GROUP BY heard.feed, heard.vehicle_id),
counted AS (
  SELECT heard.feed, count(*) AS heard, count(*) FILTER (WHERE trip.trip_id IS NOT NULL OR visited.vehicle_id IS NOT NULL) AS matched,
         count(near.delay_s) AS timed, quantile_cont(near.delay_s, 0.5) AS median_delay_s, max(heard.event_time) AS content_time,
         count(*) FILTER (WHERE trip.trip_id IS NOT NULL AND visited.vehicle_id IS NULL AND frequency.trip_id IS NULL) AS fixed
  FROM heard
  LEFT JOIN (SELECT DISTINCT trip_id FROM gtfs_trip) trip ON trip.trip_id = heard.trip_id
  LEFT JOIN (SELECT DISTINCT trip_id FROM gtfs_frequency) frequency ON frequency.trip_id = heard.trip_id
  LEFT JOIN visited ON visited.feed = heard.feed AND visited.vehicle_id = heard.vehicle_id
  LEFT JOIN near ON near.feed = heard.feed AND near.vehicle_id = heard.vehicle_id
  GROUP BY heard.feed)
SELECT source.feed, source.title_zh, source.title_en,
       CASE WHEN trips = 0 THEN 'no_timetable'
            WHEN coalesce(heard, 0) < least_samples THEN 'too_few'
            WHEN matched < 0.2 * heard THEN 'foreign_timetable'
            WHEN timed >= least_samples AND abs(abs(median_delay_s) - 3600) <= 900 THEN 'hour_off'
            WHEN timed = 0 AND fixed >= least_samples THEN 'other_day'
            ELSE 'fits' END AS verdict,
       coalesce(heard, 0) AS heard, coalesce(matched, 0) AS matched, 100.0 * matched / nullif(heard, 0) AS matched_share, coalesce(timed, 0) AS timed,
       CAST(median_delay_s AS DOUBLE) AS median_delay_s,
       CAST(median_delay_s AS DOUBLE) / 60 AS median_delay_min, content_time
FROM (SELECT DISTINCT f.feed, f.title_zh, f.title_en FROM feed f JOIN feed_table brings ON brings.feed = f.feed AND brings.table_name = 'vehicle_position') source
CROSS JOIN (SELECT count(*) AS trips, coalesce(min(setting('fit_samples')), 10) AS least_samples FROM gtfs_trip) known
LEFT JOIN counted ON counted.feed = source.feed
ORDER BY heard DESC, source.feed
