-- title: 最近到达的车辆上报 | Reports that arrived last
-- row: the newest report of each vehicle among those that arrived in the last 900 s, whatever time they are stamped with
-- formula: as vehicle_latest, by arrival instead of by event time: a feed whose clock is an hour off is still seen; stamps of up to three hours back
-- unit: - | -
-- once: true
-- source: standard
SELECT feed, vehicle_id, trip_id, route_id, direction_id, start_date, start_time, schedule_relationship, event_time, received_at, latitude, longitude, stop_id, district_id
FROM hot.vehicle_latest
WHERE is_live() AND received_at > as_of() - INTERVAL '900' SECOND AND event_time > as_of() - INTERVAL '10800' SECOND
UNION ALL
SELECT feed, vehicle_id, trip_id, route_id, direction_id, start_date, start_time, schedule_relationship, event_time, received_at, latitude, longitude, stop_id, district_id
FROM vehicle_position
WHERE NOT is_live() AND received_at > as_of() - INTERVAL '900' SECOND AND received_at <= as_of() AND event_time > as_of() - INTERVAL '10800' SECOND
QUALIFY row_number() OVER (PARTITION BY feed, vehicle_id ORDER BY event_time DESC, received_at DESC, latitude DESC, longitude DESC) = 1
