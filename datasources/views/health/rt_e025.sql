-- title: 离站早于到站 | An update departs before it arrives
-- row: one stop of a trip whose update departs before it arrives
-- formula: departure_time < arrival_time in one stop time update
-- unit: -
-- source: MobilityData gtfs-realtime-validator E025
SELECT feed, concat('trip ', trip_id, ', stop ', coalesce(stop_id, CAST(stop_sequence AS VARCHAR))) AS thing, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM rt_stop
WHERE backward = 1
GROUP BY feed, trip_id, stop_id, stop_sequence
