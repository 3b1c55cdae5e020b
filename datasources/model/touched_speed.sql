-- The segments and five minutes of the rows `arrived` of segment_speed, and which of them correct others.
INSERT INTO corrected BY NAME
SELECT DISTINCT arrived.event_time, arrived.received_at, arrived.feed, arrived.segment_id AS about, arrived.interval_s
FROM arrived JOIN segment_speed held
  ON held.feed = arrived.feed AND held.segment_id = arrived.segment_id AND held.event_time = arrived.event_time AND coalesce(held.interval_s, 0) = coalesce(arrived.interval_s, 0)
WHERE held.received_at < arrived.received_at AND held.event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) AND CAST(getvariable('batch_to') AS TIMESTAMP);
CREATE OR REPLACE TEMP TABLE touched_segment AS
SELECT DISTINCT segment_id, time_bucket(INTERVAL '5' MINUTE, last_moment) - INTERVAL '5' MINUTE * back AS event_time
FROM (SELECT segment_id, CASE WHEN interval_s IS NULL THEN event_time ELSE event_time - INTERVAL '1' SECOND END AS last_moment,
             unnest(range(CAST(greatest(ceil(coalesce(interval_s, 0) / 300), 1) AS BIGINT))) AS back
      FROM arrived) piece
