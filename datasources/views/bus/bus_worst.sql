-- title: 车辆 · 最差在前 | Buses, worst first
-- row: one vehicle heard of in the last vehicle_lookback_s on a trip, farthest from its timetable first
-- formula: vehicles, with the headway at its last stop within a quarter of an hour (headways_now); state waiting = its trip is yet to begin
-- unit: s
-- source: TransitClock users: a list that can be sorted, with its labels always to be seen
SELECT v.vehicle_id, v.label, v.route_id, v.route_name, coalesce(t.direction_id, 0) AS direction_id, t.trip_headsign AS towards, v.delay_s,
       CASE WHEN v.state = 'unknown' AND begins.trip_id IS NOT NULL THEN 'waiting' ELSE v.state END AS state, v.age_s, h.state AS headway_state, h.headway_s, h.ratio, h.stop_name, v.district_id
FROM vehicles v
JOIN (SELECT trip_id, min(direction_id) AS direction_id, min(trip_headsign) AS trip_headsign FROM gtfs_trip GROUP BY trip_id) t ON t.trip_id = v.run_trip_id
LEFT JOIN (SELECT vehicle_id, arg_max(state, event_time) AS state, arg_max(headway_s, event_time) AS headway_s, arg_max(ratio, event_time) AS ratio,
                  arg_max(stop_name, event_time) AS stop_name
           FROM headways_now GROUP BY vehicle_id) h ON h.vehicle_id = v.vehicle_id
LEFT JOIN (SELECT DISTINCT trip_id_performed AS trip_id FROM service_call WHERE terminal = 1 AND scheduled_time BETWEEN as_of() AND as_of() + INTERVAL '7200' SECOND) begins
  ON begins.trip_id = v.trip_id_performed
WHERE v.route_id IS NOT NULL
-- far early weighs as much as far late: both leave people waiting
ORDER BY abs(v.delay_s) DESC NULLS LAST, v.vehicle_id
