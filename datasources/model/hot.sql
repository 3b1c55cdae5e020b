-- The newest report of each vehicle, in memory: mutable tables in the file would starve its checkpoints.
CREATE TABLE IF NOT EXISTS hot.main.vehicle_latest AS SELECT * FROM $vehicle_position LIMIT 0;
