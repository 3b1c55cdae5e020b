-- title: 检测器来源诊断 | Feeds of detectors
-- row: one detector and feed that told of it in the latest intervals of the diagnosis, where several did
-- formula: constant: one value above 0 in each of its last constant_intervals (10) five minutes, or as many of its own intervals where they are longer, of which the newest two may
--   not have come yet (detector_interval); zero: 0 in each of them while another feed counted vehicles; else good
-- unit: -
-- source: PeMS detector health
SELECT detector_id, feed,
       CASE WHEN told < coalesce(setting('constant_intervals'), 10) OR lowest < highest OR most = 0 THEN 'good' WHEN highest = 0 THEN 'zero' ELSE 'constant' END AS cause
FROM (
  SELECT detector_id, feed, count(*) AS told, min(lowest) AS lowest, max(highest) AS highest, max(max(highest)) OVER (PARTITION BY detector_id) AS most,
         count(*) OVER (PARTITION BY detector_id) AS feeds
  FROM (
    SELECT r.detector_id, r.feed, r.slot, min(r.said) AS lowest, max(r.said) AS highest, row_number() OVER (PARTITION BY r.detector_id, r.feed ORDER BY r.slot DESC) AS back
    FROM (SELECT detector_id, feed, coalesce(occupancy, flow) AS said, greatest(interval_s, 300) / 300 AS pieces, time_bucket(INTERVAL '5' MINUTE, event_time) AS slot
          FROM detector_reading
          WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '86400' SECOND AND coalesce(observed_share, 1) > 0
            AND event_time >= (SELECT min(event_time) FROM detector_interval WHERE back < 12 * (coalesce(setting('constant_intervals'), 10) + 2))
            AND (interval_s > 300 OR event_time >= (SELECT min(event_time) FROM detector_interval WHERE back < coalesce(setting('constant_intervals'), 10) + 2))) r
    JOIN detector_interval i ON i.event_time = r.slot AND i.back < (coalesce(setting('constant_intervals'), 10) + 2) * r.pieces
    WHERE r.said IS NOT NULL
    GROUP BY r.detector_id, r.feed, r.slot) five
  WHERE back <= coalesce(setting('constant_intervals'), 10)
  GROUP BY detector_id, feed) each
WHERE feeds > 1
