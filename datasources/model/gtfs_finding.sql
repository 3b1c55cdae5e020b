-- What is wrong inside the timetable and makes figures wrong: looked for once, when a timetable came. A check is a query whose rows are the
-- failures. A timetable in pieces (a feed for its trips, another for its stops) is judged by ids across feeds.
DELETE FROM gtfs_finding;
INSERT INTO gtfs_finding
WITH call AS (
  SELECT feed, trip_id, stop_sequence, stop_id, coalesce(arrival_s, departure_s) AS arrive_s, coalesce(departure_s, arrival_s) AS depart_s,
         lag(coalesce(departure_s, arrival_s)) OVER (PARTITION BY feed, trip_id ORDER BY stop_sequence) AS before_s
  FROM gtfs_stop_time),
failure AS (
  SELECT feed, 'times_decrease' AS rule, concat('trip ', trip_id, ', stop_sequence ', stop_sequence) AS sample
  FROM call WHERE arrive_s < before_s OR depart_s < arrive_s
  UNION ALL
  SELECT feed, 'trip_without_stops', concat('trip ', trip_id) FROM gtfs_trip
  WHERE NOT EXISTS (SELECT 1 FROM gtfs_stop_time st WHERE st.trip_id = gtfs_trip.trip_id)
  UNION ALL
  SELECT feed, 'trip_of_one_stop', concat('trip ', trip_id) FROM call GROUP BY feed, trip_id HAVING count(*) = 1
  UNION ALL   -- when it begins or ends is not known
  SELECT feed, 'ends_untimed', concat('trip ', trip_id) FROM call GROUP BY feed, trip_id
  HAVING count(arrive_s) > 0 AND (arg_min(coalesce(arrive_s, -1), stop_sequence) = -1 OR arg_max(coalesce(arrive_s, -1), stop_sequence) = -1)
  UNION ALL
  SELECT DISTINCT feed, 'unknown_stop', concat('stop ', stop_id) FROM gtfs_stop_time
  WHERE NOT EXISTS (SELECT 1 FROM gtfs_stop s WHERE s.stop_id = gtfs_stop_time.stop_id)
  UNION ALL
  SELECT DISTINCT feed, 'unknown_trip', concat('trip ', trip_id) FROM gtfs_stop_time
  WHERE NOT EXISTS (SELECT 1 FROM gtfs_trip t WHERE t.trip_id = gtfs_stop_time.trip_id)
  UNION ALL
  SELECT DISTINCT feed, 'unknown_route', concat('route ', route_id) FROM gtfs_trip
  WHERE nullif(route_id, '') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM gtfs_route r WHERE r.route_id = gtfs_trip.route_id)
  UNION ALL
  SELECT DISTINCT feed, 'unknown_service', concat('service ', service_id) FROM gtfs_trip
  WHERE NOT EXISTS (SELECT 1 FROM gtfs_service_date d WHERE d.service_id = gtfs_trip.service_id)
  UNION ALL   -- which of the two a vehicle means cannot be told: id_prefix of a feed
  SELECT feed, 'shared_trip', concat('trip ', trip_id) FROM gtfs_trip
  WHERE EXISTS (SELECT 1 FROM gtfs_trip other WHERE other.trip_id = gtfs_trip.trip_id AND other.feed <> gtfs_trip.feed)
  UNION ALL
  SELECT feed, 'timezone_missing', 'agency.txt' FROM feed_table   -- an agency without one was refused as a row
  WHERE table_name = 'gtfs_agency' AND feed NOT IN (SELECT feed FROM gtfs_agency WHERE nullif(agency_timezone, '') IS NOT NULL)
  UNION ALL
  SELECT DISTINCT s.feed, 'E010', concat('stop ', s.stop_id, ': location_type ', s.location_type) FROM gtfs_stop s
  WHERE s.location_type <> 0 AND EXISTS (SELECT 1 FROM gtfs_stop_time st WHERE st.stop_id = s.stop_id AND st.feed = s.feed))
SELECT feed, rule, count(*) AS rows, min(sample) AS sample FROM failure GROUP BY feed, rule
