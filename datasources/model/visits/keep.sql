-- What is not held yet: running it again adds nothing. The trips whose visits may be others now are noted: what is kept of them in memory is
-- renewed (datasources/catalogue/keeping.py), and which lines a feed shows. A skip that names no date is not of the same trip a day later: it is told anew as long as it lasts. Legs around a late report reach twice the longest silence beyond it.
CREATE OR REPLACE TEMP TABLE new_sighting AS
WITH skip AS (
  SELECT min(trip_id) AS trip_id, coalesce(min(start_date), '') AS start_date, min(start_time) AS start_time, min(stop_sequence) AS stop_sequence, min(stop_id) AS stop_id,
         max(event_time) AS event_time
  FROM called_off
  WHERE (stop_sequence IS NOT NULL OR stop_id IS NOT NULL) AND event_time > CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' DAY
  GROUP BY what HAVING arg_max(is_off, event_time))
SELECT DISTINCT * REPLACE (EXISTS (
         SELECT 1 FROM skip WHERE skip.trip_id = sighting.trip_id AND (skip.start_date = sighting.service_date OR skip.start_date = '' AND skip.event_time > sighting.event_time - INTERVAL '43200' SECOND)
          AND (skip.stop_sequence = sighting.stop_sequence OR skip.stop_id = sighting.stop_id)
          AND (skip.start_time IS NULL OR sighting.trip_id_performed = sighting.trip_id OR sighting.trip_id_performed = run_name(sighting.trip_id, skip.start_time))) AS skipped)
FROM sighting
WHERE NOT EXISTS (
  SELECT 1 FROM stop_visit_candidate held
  WHERE held.event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '2' SECOND * coalesce(setting('report_gap_s'), 600)
                            AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '2' SECOND * coalesce(setting('report_gap_s'), 600)
    AND held.trip_id_performed = sighting.trip_id_performed AND held.stop_sequence = sighting.stop_sequence AND held.service_date = sighting.service_date
    AND held.vehicle_id = sighting.vehicle_id AND held.feed = sighting.feed AND held.arrival_time = sighting.arrival_time AND held.departure_time = sighting.departure_time);
INSERT INTO stop_visit_candidate SELECT * FROM new_sighting;
INSERT INTO touched_trip SELECT trip_id, stop_sequence, event_time FROM new_sighting;
INSERT INTO line_shown
SELECT shown.* FROM (SELECT DISTINCT time_bucket(INTERVAL '1' DAY, event_time) AS event_time, feed, route_id FROM new_sighting WHERE route_id IS NOT NULL) shown
WHERE NOT EXISTS (SELECT 1 FROM line_shown held WHERE held.event_time = shown.event_time AND held.feed = shown.feed AND held.route_id = shown.route_id)
