SELECT * FROM city.main.vehicle_position
WHERE event_time > (SELECT max(event_time) FROM city.main.vehicle_position) - INTERVAL '1' DAY
QUALIFY row_number() OVER (PARTITION BY feed, vehicle_id ORDER BY event_time DESC, received_at DESC, latitude DESC, longitude DESC) = 1
