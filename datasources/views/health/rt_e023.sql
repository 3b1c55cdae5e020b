-- title: 发车时刻与时刻表不符 | start_time is not that of the timetable
-- row: one trip of a feed with a start_time other than its first call's
-- formula: start_time <> the first arrival of gtfs_stop_time (HH:MM:SS, may pass 24); trips run by frequency, added, repeated and replaced ones are left out
-- unit: -
-- source: MobilityData gtfs-realtime-validator E023
SELECT feed, concat('trip ', trip_id, ': ', start_time, ', planned ', planned) AS thing, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM (
  SELECT told.*, concat(CASE WHEN begins.first_s < 36000 THEN '0' ELSE '' END, CAST(floor(begins.first_s / 3600) AS INT),
                        CASE WHEN begins.first_s % 3600 < 600 THEN ':0' ELSE ':' END, CAST(floor(begins.first_s % 3600 / 60) AS INT),
                        CASE WHEN begins.first_s % 60 < 10 THEN ':0' ELSE ':' END, begins.first_s % 60) AS planned
  FROM rt_trip told
  JOIN (SELECT trip_id, arg_min(coalesce(arrival_s, departure_s), stop_sequence) AS first_s FROM gtfs_stop_time
        WHERE trip_id IN (SELECT trip_id FROM rt_trip WHERE start_time IS NOT NULL) GROUP BY trip_id) begins ON begins.trip_id = told.trip_id
  WHERE told.start_time IS NOT NULL AND coalesce(told.relationship, '') NOT IN ('ADDED', 'NEW', 'DUPLICATED', 'REPLACEMENT') AND NOT EXISTS (SELECT 1 FROM gtfs_frequency run WHERE run.trip_id = told.trip_id)) said
WHERE start_time <> planned AND concat('0', start_time) <> planned
GROUP BY feed, trip_id, start_time, planned
