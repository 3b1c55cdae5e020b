-- title: 车辆匹配 | Which trip each vehicle is on
-- row: one vehicle heard of in the last vehicle_lookback_s, with the trip of the timetable that it is on; NULL where none was found
-- formula: the trip that its report names, where the timetable has it and the report does not say that it was cancelled; else the run of its newest sighting at a stop in the last half hour; matched_by says how it was found: where by its
--   line alone (line, added) it is on no trip.
--   delay_s = at that sighting, where the trip was found otherwise than by its id
-- unit: -
-- once: true
-- source: TIDES vehicle_locations and trips_performed; ways in datasources/model/match
SELECT v.feed, v.vehicle_id, v.event_time, v.district_id, (v.trip_id IS NOT NULL AND coalesce(v.schedule_relationship, '') NOT IN ('CANCELED', 'DELETED')) OR seen.vehicle_id IS NOT NULL AS in_service,
       coalesce(own.trip_id, CASE WHEN seen.matched_by NOT IN ('line', 'added') THEN seen.trip_id END) AS trip_id, coalesce(own.route_id, seen.route_id) AS route_id,
       coalesce(CASE WHEN NOT own.often THEN own.trip_id WHEN own.often AND v.start_time IS NOT NULL THEN run_name(own.trip_id, v.start_time) END, seen.trip_id_performed, own.trip_id) AS trip_id_performed,
       CASE WHEN own.trip_id IS NOT NULL THEN 'trip_id' ELSE seen.matched_by END AS matched_by,
       CASE WHEN own.trip_id IS NULL THEN seen.delay_s END AS delay_s
FROM vehicle_latest v
LEFT JOIN (SELECT trip_id, min(route_id) AS route_id, trip_id IN (SELECT trip_id FROM gtfs_frequency) AS often FROM gtfs_trip WHERE trip_id IN (SELECT trip_id FROM vehicle_latest) GROUP BY trip_id) own ON own.trip_id = v.trip_id AND coalesce(v.schedule_relationship, '') NOT IN ('ADDED', 'NEW', 'DUPLICATED', 'CANCELED', 'DELETED')
LEFT JOIN (SELECT feed, vehicle_id, arg_max(trip_id, event_time) AS trip_id, arg_max(trip_id_performed, event_time) AS trip_id_performed,
                  arg_max(route_id, event_time) AS route_id, arg_max(matched_by, event_time) AS matched_by,
                  -- one that waits at its first stop is not early
                  arg_max(date_diff('second', scheduled_time, actual_time), event_time) FILTER (WHERE coalesce(terminal, 0) <> 1 OR actual_time >= scheduled_time) AS delay_s
           FROM stop_visit_candidate
           WHERE matched_by NOT IN ('trip_id', 'replaced') AND coalesce(seen, '') <> 'unsure' AND event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '1800' SECOND
           GROUP BY feed, vehicle_id) seen ON seen.feed = v.feed AND seen.vehicle_id = v.vehicle_id
