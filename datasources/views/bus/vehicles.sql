-- title: 车辆 | Vehicles now
-- row: one vehicle heard of in the last vehicle_lookback_s
-- formula: where a report gives the stop that the vehicle stands at or goes to next, and no position, it is put at that stop; state = silent (age > online_s), else by delay: early (< -early_s), late (> late_s), on_time; unknown when no delay is known
-- unit: -
-- once: true
-- source: standard
SELECT v.vehicle_id, coalesce(v.label, v.vehicle_id) AS label, coalesce(run.route_id, v.route_id) AS route_id,
       coalesce(r.route_short_name, r.route_long_name, run.route_id, v.route_id) AS route_name, v.trip_id,
       coalesce(v.latitude, named.latitude) AS latitude, coalesce(v.longitude, named.longitude) AS longitude, v.bearing, v.speed, CAST(date_diff('second', v.event_time, as_of()) AS DOUBLE) AS age_s,
       CAST(coalesce(run.delay_s, d.delay_s) AS DOUBLE) AS delay_s,
       CASE WHEN date_diff('second', v.event_time, as_of()) > coalesce(setting('online_s'), 90) THEN 'silent'
            WHEN coalesce(run.delay_s, d.delay_s) IS NULL THEN 'unknown'
            WHEN coalesce(run.delay_s, d.delay_s) > coalesce(setting('late_s'), 300) THEN 'late'
            WHEN coalesce(run.delay_s, d.delay_s) < -coalesce(setting('early_s'), 60) THEN 'early'
            ELSE 'on_time' END AS state,
       v.district_id, v.event_time, run.matched_by, run.trip_id AS run_trip_id, run.trip_id_performed
FROM vehicle_latest v
LEFT JOIN vehicle_match run ON run.feed = v.feed AND run.vehicle_id = v.vehicle_id
LEFT JOIN (SELECT route_id, min(route_short_name) AS route_short_name, min(route_long_name) AS route_long_name FROM gtfs_route GROUP BY route_id) r
  ON r.route_id = coalesce(run.route_id, v.route_id)
LEFT JOIN vehicle_delay d ON d.trip_id_performed = coalesce(run.trip_id_performed, v.trip_id) AND coalesce(run.matched_by, '') <> 'added'
LEFT JOIN stop named ON named.stop_id = v.stop_id AND v.latitude IS NULL
WHERE coalesce(v.latitude, named.latitude) IS NOT NULL AND coalesce(v.longitude, named.longitude) IS NOT NULL AND (scope() IS NULL OR v.district_id = scope())
