-- title: 数据表的来源状态 | Feeds behind each table
-- row: one canonical table that a feed has ever brought
-- formula: stale_feed = the first of its feeds that is STALE or DOWN. Of speeds and detectors (fades) only when all are: what the silent one told of is no longer heard, which
--   lowers the coverage; detectors are known for a day of silence (detector_known). segment_speed is lit by detectors too
-- unit: -
-- once: true
-- source: feed_status
SELECT table_name, CASE WHEN NOT fades OR count(*) = count(silent) THEN min(silent) ELSE min(forgotten) END AS stale_feed
FROM (
  SELECT need.table_name, need.table_name IN ('segment_speed', 'detector_reading') AS fades, CASE WHEN status.state IN ('STALE', 'DOWN') THEN need.feed END AS silent,
         CASE WHEN need.table_name = 'detector_reading' AND status.state = 'DOWN' AND status.arrival_age_s > 82800 THEN need.feed END AS forgotten
  FROM (
    SELECT feed, table_name FROM feed_table
    UNION
    SELECT feed, 'segment_speed' FROM feed_table WHERE table_name = 'detector_reading') need
  JOIN feed_status status ON status.feed = need.feed) told
GROUP BY table_name, fades
