-- title: 数据表的来源状态 | Feeds behind each table
-- row: one canonical table that a feed has ever brought
-- formula: stale_feed = the first of its feeds that is STALE or DOWN. Of speeds, detectors and trip updates (fades) only when all are: what the silent one told of is no longer heard, which
--   lowers the coverage of roads; detectors are known for a day of silence (detector_known). segment_speed is lit by detectors too. Of positions, where the parameter line names a line that other feeds show, those
-- unit: -
-- once: true
-- source: feed_status
SELECT table_name, CASE WHEN NOT fades OR count(*) = count(silent) THEN min(silent) ELSE min(forgotten) END AS stale_feed
FROM (
  SELECT need.table_name, need.table_name IN ('segment_speed', 'detector_reading', 'trip_update') AS fades, CASE WHEN status.state IN ('STALE', 'DOWN') THEN need.feed END AS silent,
         CASE WHEN need.table_name = 'detector_reading' AND status.state = 'DOWN' AND status.arrival_age_s > 82800 THEN need.feed END AS forgotten
  FROM (
    SELECT feed, table_name FROM feed_table
    UNION
    SELECT feed, 'segment_speed' FROM feed_table WHERE table_name = 'detector_reading') need
  JOIN feed_status status ON status.feed = need.feed
  WHERE parameter('line') IS NULL OR need.table_name <> 'vehicle_position' OR need.feed IN (SELECT feed FROM line_feed WHERE route_id = parameter('line'))
    OR parameter('line') NOT IN (SELECT route_id FROM line_feed)) told
GROUP BY table_name, fades
