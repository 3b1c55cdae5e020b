-- title: 数据源状态 | Feed status
-- row: one feed as configured
-- formula: DOWN when nothing ever came or arrivals stopped for down_after; STALE, LATE by arrival age, each limit stretched by patience = 3 usual gaps / stale_after
--   where that is above 1 (a source that speaks rarely); DEGRADED when live but more than bad_rows_degraded of the last batch was refused, or the last try failed; else LIVE
-- unit: s
-- once: true
-- source: standard, from what the engine wrote down of its tries
WITH landed AS (
  SELECT b.feed, max(event_max) AS content_time, max(received_at) AS received_at, arg_max(batch, received_at) AS batch
  FROM batch b JOIN feed f ON f.feed = b.feed
  -- reference feeds (timetables, districts) hold until replaced, whatever moment is looked at
  WHERE (received_at <= as_of() AND received_at > as_of() - INTERVAL '7' DAY) OR f.kind = 'reference'
  GROUP BY b.feed),
last_batch AS (
  SELECT landed.feed, CAST(sum(rows_in) AS BIGINT) AS rows_in, CAST(sum(accepted) AS BIGINT) AS accepted, CAST(sum(quarantined) AS BIGINT) AS quarantined
  FROM landed JOIN batch ON batch.feed = landed.feed AND batch.batch = landed.batch AND batch.received_at = landed.received_at
  GROUP BY landed.feed),
tried AS (
  SELECT feed, greatest(max(good_time), max(event_time) FILTER (WHERE outcome IN ('landed', 'unchanged'))) AS good_time,
         arg_max(usual_gap_s, event_time) FILTER (WHERE usual_gap_s IS NOT NULL) AS usual_gap_s,
         arg_max(ok, event_time) AS ok, arg_max(error, event_time) AS error
  FROM "fetch" WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '7' DAY GROUP BY feed),
aged AS (
  SELECT f.*, l.content_time, greatest(l.received_at, t.good_time) AS received_at, b.rows_in, b.accepted, b.quarantined,
         t.usual_gap_s, coalesce(t.ok, TRUE) AS ok, greatest(1, coalesce(3 * t.usual_gap_s / nullif(f.stale_after_s, 0), 1)) AS patience,
         CASE WHEN t.ok THEN NULL ELSE t.error END AS error,
         CASE WHEN f.kind = 'reference' AND t.good_time IS NULL THEN 0
              ELSE date_diff('second', greatest(l.received_at, t.good_time), as_of()) END AS arrival_age_s
  FROM feed f LEFT JOIN landed l ON l.feed = f.feed LEFT JOIN last_batch b ON b.feed = f.feed LEFT JOIN tried t ON t.feed = f.feed)
SELECT feed, title_zh, title_en,
       CASE WHEN received_at IS NULL OR arrival_age_s > down_after_s * patience THEN 'DOWN'
            WHEN arrival_age_s > stale_after_s * patience THEN 'STALE'
            WHEN arrival_age_s > late_after_s * patience THEN 'LATE'
            WHEN NOT ok OR quarantined > coalesce(bad_rows_degraded, 0.05) * rows_in THEN 'DEGRADED'
            ELSE 'LIVE' END AS state,
       demo, content_time, CAST(date_diff('second', content_time, as_of()) AS DOUBLE) AS content_age_s,
       received_at, CAST(arrival_age_s AS DOUBLE) AS arrival_age_s, CAST(accepted AS DOUBLE) / nullif(rows_in, 0) AS coverage,
       accepted, quarantined, error, every_s, stale_after_s, usual_gap_s
FROM aged
