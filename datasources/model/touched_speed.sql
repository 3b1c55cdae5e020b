-- The segments and five minutes of the rows `arrived` of segment_speed, and which of them correct others.
INSERT INTO corrected BY NAME
WITH earlier AS MATERIALIZED (
  SELECT feed, segment_id, event_time, coalesce(interval_s, 0) AS interval_s, min(received_at) AS received_at FROM segment_speed
  WHERE event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) AND CAST(getvariable('batch_to') AS TIMESTAMP)
    AND received_at < (SELECT max(received_at) FROM arrived)
  GROUP BY feed, segment_id, event_time, coalesce(interval_s, 0))
SELECT DISTINCT arrived.event_time, arrived.received_at, arrived.feed, arrived.segment_id AS about, arrived.interval_s
FROM arrived JOIN earlier
  ON earlier.feed = arrived.feed AND earlier.segment_id = arrived.segment_id AND earlier.event_time = arrived.event_time
 AND earlier.interval_s = coalesce(arrived.interval_s, 0) AND earlier.received_at < arrived.received_at;
CREATE OR REPLACE TEMP TABLE touched_segment AS
SELECT DISTINCT segment_id, time_bucket(INTERVAL '5' MINUTE, last_moment) - INTERVAL '5' MINUTE * back AS event_time
FROM (SELECT segment_id, CASE WHEN interval_s IS NULL THEN event_time ELSE event_time - INTERVAL '1' SECOND END AS last_moment,
             unnest(range(CAST(greatest(ceil(coalesce(interval_s, 0) / 300), 1) AS BIGINT))) AS back
      FROM arrived) piece
