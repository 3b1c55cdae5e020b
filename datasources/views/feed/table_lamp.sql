-- title: 数据表的来源状态 | Feeds behind each table
-- row: one canonical table that a feed has ever brought
-- formula: stale_feed = the first of its feeds that is STALE or DOWN. Of speeds, detectors, trip updates and positions (fades) only when all are: what the silent one told of is no longer heard, which
--   lowers the coverage; detectors are known for a day of silence (detector_known), vehicles for seven (feed_share). segment_speed is lit by detectors too. Of positions, where the parameter line names a line that other feeds show, any of those.
--   silent_feed = the first that is missing where others of its kind are heard; heard_share = vehicles of the feeds of positions that are heard / all (feed_share)
-- unit: -
-- once: true
-- source: feed_status
SELECT table_name, CASE WHEN NOT fades OR count(*) = count(silent) THEN min(silent) ELSE min(forgotten) END AS stale_feed,
       CASE WHEN table_name IN ('vehicle_position', 'trip_update') THEN min(silent) END AS silent_feed,
       coalesce(sum(vehicles) FILTER (WHERE silent IS NULL), 0) / nullif(sum(vehicles), 0) AS heard_share
FROM (
  SELECT need.table_name, CASE WHEN need.table_name = 'vehicle_position' THEN parameter('line') IS NULL ELSE need.table_name IN ('segment_speed', 'detector_reading', 'trip_update') END AS fades,
         CASE WHEN status.state IN ('STALE', 'DOWN') THEN need.feed END AS silent, share.vehicles,
         CASE WHEN status.state = 'DOWN' AND ((need.table_name = 'detector_reading' AND status.arrival_age_s > 82800)
                                           OR (need.table_name = 'vehicle_position' AND coalesce(status.arrival_age_s, 604800) > 601200)) THEN need.feed END AS forgotten
  FROM (
    SELECT feed, table_name FROM feed_table
    UNION
    SELECT feed, 'segment_speed' FROM feed_table WHERE table_name = 'detector_reading') need
  JOIN feed_status status ON status.feed = need.feed
  LEFT JOIN feed_share share ON share.feed = need.feed AND share.scope = coalesce(scope(), '') AND need.table_name = 'vehicle_position'
  WHERE parameter('line') IS NULL OR need.table_name <> 'vehicle_position' OR need.feed IN (SELECT feed FROM line_feed WHERE route_id = parameter('line'))
    OR parameter('line') NOT IN (SELECT route_id FROM line_feed)) told
GROUP BY table_name, fades
