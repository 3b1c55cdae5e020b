-- The segments and five minutes of the rows `arrived` of segment_speed.
CREATE OR REPLACE TEMP TABLE touched_segment AS
SELECT DISTINCT segment_id, time_bucket(INTERVAL '5' MINUTE, last_moment) - INTERVAL '5' MINUTE * back AS event_time
FROM (SELECT segment_id, CASE WHEN interval_s IS NULL THEN event_time ELSE event_time - INTERVAL '1' SECOND END AS last_moment,
             unnest(range(CAST(greatest(ceil(coalesce(interval_s, 0) / 300), 1) AS BIGINT))) AS back
      FROM arrived) piece
