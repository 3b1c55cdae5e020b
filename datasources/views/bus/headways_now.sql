-- title: 当前车头时距 | Headways now
-- row: one vehicle and the one ahead of it, at the stop where it called last within the last 15 minutes; worst first
-- formula: see headways; those in doubt, and wide ones until they are judged (headway_wide), left out; bunched when headway <= 0.5 of the planned one, gap when >= 1.5
-- unit: s
-- once: true
-- source: TransitMatters (bunching), metrics-mvp (gap)
SELECT h.route_id, coalesce(l.route_name, h.route_id) AS route_name, h.direction_id, h.trip_id, h.vehicle_id, h.ahead_vehicle_id, h.stop_id, s.stop_name,
       CAST(h.headway_s AS DOUBLE) AS headway_s, CAST(h.scheduled_headway_s AS DOUBLE) AS scheduled_headway_s, h.ratio, h.state,
       CAST(h.delay_s AS DOUBLE) AS delay_s, h.actual_time AS event_time, h.district_id, s.latitude, s.longitude
FROM headway_last h
LEFT JOIN (SELECT * FROM headway_wide WHERE doubt = 'none' AND actual_time > as_of() - INTERVAL '900' SECOND) d
  ON d.service_date = h.service_date AND d.trip_id_performed = h.trip_id_performed AND d.stop_sequence = h.stop_sequence AND d.actual_time = h.actual_time
LEFT JOIN line l ON l.route_id = h.route_id
LEFT JOIN stop s ON s.stop_id = h.stop_id
WHERE NOT h.is_wide OR d.doubt = 'none'
ORDER BY h.ratio, h.route_id, h.trip_id
