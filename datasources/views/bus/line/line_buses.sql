-- title: 线路车辆位置 | Buses on the line
-- row: one vehicle heard of in the last vehicle_lookback_s on a trip of line_call (that its report names, else vehicle_called), where it stands on the strip, and its headway at its last stop within a quarter of an hour
-- formula: of a report without a position: at the stop that it stands at (STOPPED_AT), close before (INCOMING_AT) or half way to the one that it names; else the leg between two calls of its trip that the report is nearest to (within 50 m alike: the one that fits its last known deviation best); along_m = how far along that leg;
--   state = silent, waiting (at the first stop, its time is not yet come), else by its deviation at the last stop as in vehicles
-- unit: m
-- once: true
-- source: standard
WITH leg AS (
  SELECT service_date, trip_id, direction_id, stop_sequence, stop_id, terminal, place, along_m, latitude, longitude, scheduled_time, trip_start, block_id,
         lead(service_date) OVER way AS next_date, lead(trip_id) OVER way AS next_trip_id,
         lead(place) OVER way AS next_place, lead(along_m) OVER way AS next_along_m, lead(scheduled_time) OVER way AS next_time, lead(stop_id) OVER way AS next_stop_id,
         111195 * (lead(latitude) OVER way - latitude) AS north_m, 111195 * cos(radians(latitude)) * (lead(longitude) OVER way - longitude) AS east_m
  FROM line_place WINDOW way AS (ORDER BY service_date, trip_id, stop_sequence)),
newest AS (
  SELECT service_date, trip_id, actual_time, delay_s, headway_s, scheduled_headway_s, ratio, ahead_vehicle_id, state
  FROM line_visit WHERE times = 1   -- where a loop ends a pass may be of either call
  WINDOW newest_first AS (ORDER BY service_date, trip_id, actual_time DESC, abs(delay_s), stop_sequence DESC)
  QUALIFY coalesce(lag(trip_id) OVER newest_first, '') <> trip_id OR lag(service_date) OVER newest_first <> service_date),
on_run AS (
  SELECT vehicle_id, coalesce(label, vehicle_id) AS label, event_time, speed, nullif(start_date, '') AS run_date, latitude, longitude, stop_id, current_status,
         CASE WHEN start_time IS NULL OR trip_id IN (SELECT trip_id FROM line_place) THEN trip_id ELSE run_name(trip_id, start_time) END AS run_id, NULL AS planned_id
  FROM vehicle_latest
  WHERE coalesce(schedule_relationship, '') NOT IN ('ADDED', 'NEW', 'DUPLICATED', 'CANCELED', 'DELETED')
  UNION ALL
  SELECT v.vehicle_id, coalesce(v.label, v.vehicle_id), v.event_time, v.speed, called.service_date, v.latitude, v.longitude, v.stop_id, v.current_status, called.run_id, called.planned_id
  FROM vehicle_called called JOIN vehicle_latest v ON v.feed = called.feed AND v.vehicle_id = called.vehicle_id
  WHERE coalesce(v.schedule_relationship, '') NOT IN ('CANCELED', 'DELETED')
    AND coalesce(v.trip_id, '') NOT IN (SELECT trip_id FROM line_place WHERE scheduled_time IS NOT NULL)),
near AS (
  SELECT v.vehicle_id, v.label, v.event_time, v.speed, leg.* REPLACE (v.run_id AS trip_id), CASE WHEN v.latitude IS NULL THEN v.stop_id END AS said_stop_id, v.current_status,
         111195 * (v.latitude - leg.latitude) AS bus_north_m, 111195 * cos(radians(leg.latitude)) * (v.longitude - leg.longitude) AS bus_east_m
  FROM on_run v
  JOIN leg ON leg.trip_id = coalesce(v.planned_id, v.run_id) AND (leg.scheduled_time IS NOT NULL OR v.planned_id IS NOT NULL) AND (v.run_date IS NULL OR v.run_date = leg.service_date)
  WHERE leg.next_trip_id = leg.trip_id AND leg.next_date = leg.service_date
    AND (v.latitude IS NOT NULL AND v.longitude IS NOT NULL OR v.stop_id = leg.next_stop_id OR v.stop_id = leg.stop_id AND leg.terminal = 1)),
projected AS (
  SELECT *, CASE WHEN said_stop_id = next_stop_id THEN CASE current_status WHEN 'STOPPED_AT' THEN 1 WHEN 'INCOMING_AT' THEN 0.9 ELSE 0.5 END
                 WHEN said_stop_id IS NOT NULL OR north_m = 0 AND east_m = 0 THEN 0
                 ELSE greatest(0, least(1, (bus_north_m * north_m + bus_east_m * east_m) / (north_m * north_m + east_m * east_m))) END AS share
  FROM near),
measured AS (
  SELECT p.*, newest.delay_s, newest.actual_time AS last_stop_time, newest.headway_s, newest.scheduled_headway_s, newest.ratio, newest.ahead_vehicle_id,
         CASE WHEN newest.actual_time > as_of() - INTERVAL '900' SECOND THEN newest.state ELSE 'unknown' END AS headway_state,
         floor(sqrt((bus_north_m - share * north_m) * (bus_north_m - share * north_m) + (bus_east_m - share * east_m) * (bus_east_m - share * east_m)) / 50) AS away,
         abs(date_diff('second', p.scheduled_time, p.event_time) - share * date_diff('second', p.scheduled_time, p.next_time) - coalesce(newest.delay_s, 0)) AS unlike_s
  FROM projected p
  LEFT JOIN newest ON newest.service_date = p.service_date AND newest.trip_id = p.trip_id),
placed AS (
  SELECT * FROM measured
  WINDOW nearest_first AS (ORDER BY vehicle_id, away, unlike_s, stop_sequence)
  QUALIFY coalesce(lag(vehicle_id) OVER nearest_first, '') <> vehicle_id)
SELECT vehicle_id, label, service_date, trip_id, block_id, direction_id, trip_start, stop_id AS from_stop_id, next_stop_id, place + share * (next_place - place) AS place,
       along_m + share * (next_along_m - along_m) AS along_m, event_time, CAST(date_diff('second', event_time, as_of()) AS DOUBLE) AS age_s, speed,
       CAST(delay_s AS DOUBLE) AS delay_s, last_stop_time, headway_state, CAST(headway_s AS DOUBLE) AS headway_s, CAST(scheduled_headway_s AS DOUBLE) AS scheduled_headway_s,
       ratio, ahead_vehicle_id,
       CASE WHEN date_diff('second', event_time, as_of()) > coalesce(setting('online_s'), 90) THEN 'silent'
            WHEN delay_s IS NULL AND terminal = 1 AND share < 0.5 AND trip_start >= as_of() THEN 'waiting'
            WHEN delay_s IS NULL THEN 'unknown'
            WHEN delay_s > coalesce(setting('late_s'), 300) THEN 'late'
            WHEN delay_s < -coalesce(setting('early_s'), 60) THEN 'early'
            ELSE 'on_time' END AS state
FROM placed
ORDER BY direction_id, along_m, vehicle_id
