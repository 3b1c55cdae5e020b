-- title: 车辆任务 | What a vehicle runs
-- row: the vehicle named by the parameter vehicle, as it was last heard of: its work, the vehicles before and behind it, and why nothing is known of its punctuality
-- formula: ahead, behind: headways at the last stop of each within a quarter of an hour; why = feed_stale (its feed brings nothing new), silent (not heard of for online_s),
--   no_trip (it reports none), not_in_timetable, not_today (its trip does not run on a day near), waiting (its trip is yet to begin), no_call (seen at no stop yet), '' otherwise
-- unit: s
-- source: Skate (stale data panel)
SELECT v.vehicle_id, v.trip_id, v.event_time, coalesce(call.route_id, v.route_id) AS route_id, coalesce(call.direction_id, v.direction_id, 0) AS direction_id, f.title_zh AS feed_zh, f.title_en AS feed_en, f.state AS feed_state, call.service_date, call.block_id,
       call.trip_start AS planned_start, call.trip_end AS planned_end,
       ahead.ahead_vehicle_id, coalesce(first.label, ahead.ahead_vehicle_id) AS ahead_label, CAST(ahead.headway_s AS DOUBLE) AS ahead_s, CAST(ahead.scheduled_headway_s AS DOUBLE) AS ahead_planned_s, ahead.state AS ahead_state,
       behind.vehicle_id AS behind_vehicle_id, coalesce(next.label, behind.vehicle_id) AS behind_label, CAST(behind.headway_s AS DOUBLE) AS behind_s, CAST(behind.scheduled_headway_s AS DOUBLE) AS behind_planned_s, behind.state AS behind_state,
       CASE WHEN f.state IN ('STALE', 'DOWN') THEN 'feed_stale'
            WHEN date_diff('second', v.event_time, as_of()) > coalesce(setting('online_s'), 90) THEN 'silent'
            WHEN coalesce(v.trip_id, '') = '' AND m.trip_id IS NULL THEN 'no_trip'
            WHEN known.trip_id IS NULL AND m.trip_id IS NULL THEN 'not_in_timetable'
            WHEN call.trip_id IS NULL AND coalesce(m.matched_by, 'trip_id') NOT IN ('frequency', 'stops') THEN 'not_today'
            WHEN d.trip_id IS NULL AND m.delay_s IS NULL AND call.trip_start > as_of() THEN 'waiting'
            WHEN d.trip_id IS NULL AND m.delay_s IS NULL THEN 'no_call' ELSE '' END AS why
FROM (
  SELECT * FROM vehicle_latest WHERE vehicle_id = parameter('vehicle')
  QUALIFY row_number() OVER (ORDER BY event_time DESC, feed) = 1) v
LEFT JOIN feed_status f ON f.feed = v.feed
LEFT JOIN vehicle_match m ON m.feed = v.feed AND m.vehicle_id = v.vehicle_id
LEFT JOIN (SELECT DISTINCT trip_id FROM gtfs_trip) known ON known.trip_id = v.trip_id
LEFT JOIN (
  SELECT service_date, trip_id, trip_id_performed, route_id, direction_id, block_id, trip_start, trip_end FROM service_call
  WHERE terminal = 1 AND scheduled_time BETWEEN as_of() - INTERVAL '28800' SECOND AND as_of() + INTERVAL '14400' SECOND
  QUALIFY row_number() OVER (PARTITION BY trip_id_performed ORDER BY abs(date_diff('second', trip_start, as_of())), service_date) = 1) call ON call.trip_id_performed = coalesce(m.trip_id_performed, v.trip_id)
LEFT JOIN vehicle_delay d ON d.trip_id_performed = coalesce(m.trip_id_performed, v.trip_id)
LEFT JOIN (
  SELECT * FROM headways WHERE vehicle_id = parameter('vehicle') AND actual_time > as_of() - INTERVAL '900' SECOND
  QUALIFY row_number() OVER (ORDER BY actual_time DESC, stop_sequence DESC) = 1) ahead ON ahead.trip_id = coalesce(m.trip_id, v.trip_id)
LEFT JOIN (
  SELECT * FROM headways WHERE ahead_vehicle_id = parameter('vehicle') AND actual_time > as_of() - INTERVAL '900' SECOND
  QUALIFY row_number() OVER (ORDER BY actual_time DESC, stop_sequence DESC) = 1) behind ON behind.ahead_vehicle_id = v.vehicle_id
LEFT JOIN (SELECT vehicle_id, max(label) AS label FROM vehicle_latest GROUP BY vehicle_id) first ON first.vehicle_id = ahead.ahead_vehicle_id
LEFT JOIN (SELECT vehicle_id, max(label) AS label FROM vehicle_latest GROUP BY vehicle_id) next ON next.vehicle_id = behind.vehicle_id
