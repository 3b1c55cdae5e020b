-- Rows that no question about now reads any more, and the passes of trips that are over.
UPDATE memory.kept.run SET whole = FALSE WHERE whole AND last_time < CAST(getvariable('newest') AS TIMESTAMP) - INTERVAL '1200' SECOND;
DELETE FROM memory.kept.run_pass WHERE trip_id IN (SELECT trip_id FROM memory.kept.run WHERE NOT whole);
DELETE FROM memory.kept.run WHERE last_time < CAST(getvariable('read_from') AS TIMESTAMP);
DELETE FROM memory.kept.stop_visit
WHERE event_time < CAST(getvariable('visits_from') AS TIMESTAMP) AND rowid NOT IN (   -- all but the newest of them at each stop
  SELECT rowid FROM memory.kept.stop_visit
  WHERE event_time BETWEEN CAST(getvariable('visits_from') AS TIMESTAMP) - INTERVAL '10800' SECOND AND CAST(getvariable('visits_from') AS TIMESTAMP)
  QUALIFY row_number() OVER (PARTITION BY route_id, coalesce(direction_id, 0), stop_id, pass ORDER BY actual_time DESC, trip_id_performed DESC, service_date DESC, stop_sequence DESC) = 1);
DELETE FROM memory.kept.trip_pass WHERE event_time < CAST(getvariable('visits_from') AS TIMESTAMP);
DELETE FROM memory.kept.trip_visited WHERE event_time < CAST(getvariable('visits_from') AS TIMESTAMP);
DELETE FROM memory.kept.headway_last WHERE actual_time < CAST(getvariable('headways_from') AS TIMESTAMP);
DELETE FROM memory.kept.headways WHERE actual_time < CAST(getvariable('headways_from') AS TIMESTAMP)
