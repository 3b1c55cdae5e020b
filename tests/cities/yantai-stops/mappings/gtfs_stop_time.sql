-- A stop of a sub-line, without times.
SELECT sub_lineid AS trip_id, TRY_CAST(inorder AS INT) AS stop_sequence, station_id AS stop_id FROM source
