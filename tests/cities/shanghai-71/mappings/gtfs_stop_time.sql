-- Stops in the order of the file, without times.
SELECT linename AS trip_id, CAST(id AS INT) + 1 AS stop_sequence, stopname AS stop_id FROM source
