-- One report of one bus, kept every 30 s.
SELECT event_time, vehicle_id, label, trip_id, route_id, direction_id, start_date, latitude, longitude, bearing, speed, stop_id,
       current_stop_sequence, CASE current_status WHEN 1 THEN 'STOPPED_AT' ELSE 'IN_TRANSIT_TO' END AS current_status
FROM source
