-- Sightings by the feed's own word, where it gives no positions but the stop that a vehicle stands at or goes to next: it came, and left, half way between the two reports that tell it.
INSERT INTO sighting BY NAME
WITH word AS (
  SELECT leg.*, from_time + INTERVAL '1' SECOND * (date_diff('second', from_time, to_time) // 2) AS mid_time, m.service_date, m.matched_by, m.trip_id AS the_trip_id, m.trip_id_performed, m.route_id AS the_route_id, m.direction_id AS the_direction_id, m.way, m.strays
  FROM leg JOIN leg_match m USING (leg_id)
  WHERE m.strays IS NOT NULL AND leg.edge = '' AND (leg.latitude IS NULL OR leg.longitude IS NULL) AND leg.stop_id IS NOT NULL),
heard AS (                -- standing at a stop, and having left the one before
  SELECT word.*, stop_id AS at_stop_id, CASE WHEN from_stop_id = stop_id AND from_status = 'STOPPED_AT' THEN from_time ELSE mid_time END AS arrival_time, to_time AS departure_time
  FROM word WHERE status = 'STOPPED_AT'
  UNION ALL
  SELECT word.*, from_stop_id, CASE WHEN from_status = 'STOPPED_AT' THEN from_time ELSE mid_time END, mid_time
  FROM word WHERE from_stop_id <> stop_id OR (from_status = 'STOPPED_AT' AND status IS DISTINCT FROM 'STOPPED_AT')),
called AS (
  SELECT heard.*, call.stop_sequence, call.stop_id AS the_stop_id, call.district_id, call.timepoint, call.terminal, call.scheduled_time, call.headway_s, call.pass
  FROM heard JOIN service_call call ON call.trip_id_performed = heard.trip_id_performed AND call.service_date = heard.service_date AND call.stop_id = heard.at_stop_id
  WHERE abs(date_diff('second', call.scheduled_time, heard.departure_time)) < coalesce(setting('max_delay_s'), 3600)
  QUALIFY row_number() OVER (PARTITION BY leg_id, at_stop_id
                             ORDER BY way, strays, abs(date_diff('second', call.scheduled_time, heard.departure_time)), heard.trip_id_performed, call.stop_sequence) = 1)
SELECT departure_time AS event_time, received_at, feed, service_date, the_trip_id AS trip_id, trip_id_performed, coalesce(the_route_id, route_id) AS route_id,
       coalesce(the_direction_id, direction_id) AS direction_id, vehicle_id, stop_sequence, the_stop_id AS stop_id, district_id, scheduled_time,
       departure_time AS actual_time, timepoint, terminal, headway_s AS scheduled_headway_s, arrival_time, departure_time, matched_by, pass, 'standing' AS seen
FROM called
