-- The readings of `incoming`, each with a received_at of its own where the source tells it more than once: in the order of the rows, the last one at its time, those
-- before it microseconds sooner, so that it corrects them. Recorded ones come after what is held of them. Equal rows stay equal, at the place of the last.
-- What comes live without an interval is of the moment: two of a batch are two vehicles.
WITH again AS (
  SELECT "$about" AS about, event_time, coalesce(interval_s, 0) AS length_s FROM incoming WHERE $recorded OR interval_s IS NOT NULL GROUP BY ALL HAVING count(*) > 1),
version AS (
  SELECT row_no, dense_rank() OVER (PARTITION BY about, event_time, length_s ORDER BY last_no) AS nth,
         dense_rank() OVER (PARTITION BY about, event_time, length_s ORDER BY last_no DESC) - 1 AS after
  FROM (SELECT row_no, again.*, max(row_no) OVER (PARTITION BY $content) AS last_no
        FROM incoming JOIN again ON again.about = incoming."$about" AND again.event_time = incoming.event_time AND again.length_s = coalesce(incoming.interval_s, 0)) told),
earlier AS (
  SELECT "$about" AS about, event_time, coalesce(interval_s, 0) AS length_s, max(received_at) AS received_at FROM city.seen."$table"
  WHERE $recorded AND feed = getvariable('feed')
    AND event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) AND CAST(getvariable('batch_to') AS TIMESTAMP)
  GROUP BY ALL)
SELECT incoming.* REPLACE (
  CASE WHEN earlier.received_at >= incoming.received_at THEN earlier.received_at + INTERVAL '1' MICROSECOND * coalesce(version.nth, 1)
       ELSE incoming.received_at - INTERVAL '1' MICROSECOND * coalesce(version.after, 0) END AS received_at)
FROM incoming LEFT JOIN version ON version.row_no = incoming.row_no
LEFT JOIN earlier ON earlier.about = incoming."$about" AND earlier.event_time = incoming.event_time AND earlier.length_s = coalesce(incoming.interval_s, 0)
