-- title: 站序与站点对不上 | stop_sequence and stop_id do not go together
-- row: one stop time update whose stop is another one in the timetable
-- formula: stop_id <> stop_id of gtfs_stop_time at that trip and stop_sequence
-- unit: -
-- source: MobilityData gtfs-realtime-validator E045
SELECT told.feed, concat('trip ', told.trip_id, ', stop_sequence ', told.stop_sequence, ': ', told.stop_id, ', planned ', min(planned.stop_id)) AS thing,
       min(told.first_seen) AS first_seen, max(told.last_seen) AS last_seen
FROM rt_stop told JOIN gtfs_stop_time planned ON planned.trip_id = told.trip_id AND planned.stop_sequence = told.stop_sequence
WHERE told.origin = 'update' AND coalesce(told.relationship, 'SCHEDULED') NOT IN ('ADDED', 'NEW', 'REPLACEMENT')
GROUP BY told.feed, told.trip_id, told.stop_sequence, told.stop_id
HAVING max(CASE WHEN planned.stop_id = told.stop_id THEN 1 ELSE 0 END) = 0
