-- title: 已见班次 | Trips that called
-- row: one trip on one service date that called anywhere in the window or in the hour before it
-- formula: of its stop visits (those before that hour may be counted too): the newest, whose it was, how its trip was found and how late it was there, how many, and how late it left its first stop and reached its last
-- unit: s
-- once: true
-- kept: true
-- source: TIDES trips_performed
SELECT service_date, trip_id_performed, min(trip_id) AS trip_id, arg_max(feed, actual_time) AS feed, arg_max(vehicle_id, actual_time) AS vehicle_id, arg_max(matched_by, actual_time) AS matched_by, count(*) AS calls, max(actual_time) AS event_time, arg_max(delay_s, actual_time) AS delay_s,
       min(delay_s) FILTER (WHERE terminal = 1) AS departure_delay_s, min(delay_s) FILTER (WHERE terminal = 2) AS arrival_delay_s
FROM stop_visit GROUP BY service_date, trip_id_performed
