-- Which lines a feed predicts, from the trip updates that arrive (`arrived`): what is held for their day is left alone, so that running it twice, or after late rows, adds nothing.
-- A feed that tells cancellations alone predicts nothing.
INSERT INTO line_told
SELECT told.* FROM (
  SELECT DISTINCT said.event_time, said.feed, coalesce(trip.route_id, said.route_id) AS route_id
  FROM (SELECT DISTINCT time_bucket(INTERVAL '1' DAY, event_time) AS event_time, feed, trip_id, route_id FROM arrived
        WHERE arrival_time IS NOT NULL OR departure_time IS NOT NULL OR arrival_delay IS NOT NULL OR departure_delay IS NOT NULL) said
  LEFT JOIN gtfs_trip trip ON trip.trip_id = said.trip_id) told
WHERE route_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM line_told held WHERE held.event_time = told.event_time AND held.feed = told.feed AND held.route_id = told.route_id)
