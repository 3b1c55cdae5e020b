-- title: 站序不在时刻表中 | stop_sequence is not in the timetable
-- row: one stop_sequence of a known trip that the timetable does not have
-- formula: trip in gtfs_stop_time, stop_sequence not among its calls
-- unit: -
-- source: MobilityData gtfs-realtime-validator E051
SELECT told.feed, concat('trip ', told.trip_id, ', stop_sequence ', told.stop_sequence) AS thing, min(told.first_seen) AS first_seen, max(told.last_seen) AS last_seen
FROM rt_stop told JOIN (SELECT DISTINCT trip_id FROM gtfs_trip) known ON known.trip_id = told.trip_id
WHERE told.origin = 'update' AND told.stop_sequence IS NOT NULL AND coalesce(told.relationship, 'SCHEDULED') NOT IN ('ADDED', 'NEW', 'REPLACEMENT')
  AND NOT EXISTS (SELECT 1 FROM gtfs_stop_time planned WHERE planned.trip_id = told.trip_id AND planned.stop_sequence = told.stop_sequence)
GROUP BY told.feed, told.trip_id, told.stop_sequence
