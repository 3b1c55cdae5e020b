-- Which vehicles were heard of in each hour, from vehicle_position. Reads event times from getvariable('batch_from') to
-- getvariable('batch_to'); a vehicle already held for its hour is left alone, so that running it twice, or after late rows, adds nothing.
INSERT INTO vehicle_hour BY NAME
SELECT heard.* FROM (
  SELECT time_bucket(INTERVAL '1' HOUR, event_time) AS event_time, min(received_at) AS received_at, feed, vehicle_id, arg_min(district_id, event_time) AS district_id
  FROM vehicle_position
  WHERE event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) AND CAST(getvariable('batch_to') AS TIMESTAMP) AND vehicle_id IS NOT NULL
  GROUP BY ALL) heard
WHERE NOT EXISTS (
  SELECT 1 FROM vehicle_hour held
  WHERE held.event_time = heard.event_time AND held.vehicle_id = heard.vehicle_id AND held.feed = heard.feed)
