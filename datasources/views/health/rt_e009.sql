-- title: 重复停靠的站点缺少站序 | stop_sequence is missing where a trip calls twice at one stop
-- row: one trip and stop whose update cannot be told apart
-- formula: an update without stop_sequence for a stop that gtfs_stop_time has more than once on the trip
-- unit: -
-- source: MobilityData gtfs-realtime-validator E009
SELECT told.feed, concat('trip ', told.trip_id, ', stop ', told.stop_id) AS thing, min(told.first_seen) AS first_seen, max(told.last_seen) AS last_seen
FROM rt_stop told
JOIN (SELECT trip_id, stop_id FROM gtfs_stop_time
      WHERE trip_id IN (SELECT trip_id FROM rt_stop WHERE origin = 'update' AND stop_sequence IS NULL)
      GROUP BY trip_id, stop_id HAVING count(DISTINCT stop_sequence) > 1) twice ON twice.trip_id = told.trip_id AND twice.stop_id = told.stop_id
WHERE told.origin = 'update' AND told.stop_sequence IS NULL
GROUP BY told.feed, told.trip_id, told.stop_id
