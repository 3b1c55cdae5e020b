-- What a landing touched, for the length of its connection: calls of trips of which a pass was told or taken back, and when.
CREATE OR REPLACE TEMP TABLE touched_trip (trip_id VARCHAR, stop_sequence INT, event_time TIMESTAMP)
