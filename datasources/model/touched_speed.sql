-- The segments and five minutes of the rows `arrived` of segment_speed.
CREATE OR REPLACE TEMP TABLE touched_segment AS
SELECT DISTINCT segment_id, time_bucket(INTERVAL '5' MINUTE, event_time) AS event_time FROM arrived
