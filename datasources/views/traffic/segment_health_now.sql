-- title: 检测器健康诊断 | Detector diagnosis
-- row: one segment whose readings are in doubt, or one feed of speeds that is while others tell of the segment too (feed), or the good ones of one district together
--   (segment_id NULL); written every five minutes to segment_health
-- formula: five-minute intervals from 05:00 to 22:00 of the local day, those in which any segment was measured; once there are 12 of them: no_data none measured,
--   few_samples under health_share (0.6) of them, zero every speed 0, high over high_kmh (160) in a fifth of them;
--   constant, zero (at any time): one value in each of the last constant_intervals (10) of them (speed_feed_now).
--   A segment with flow detectors is what these are (detector_diagnosis_now), unless a feed of speeds tells of it as well: good when one of them is.
--   A feed that is stuck beside others is in doubt alone, and the segment is what the others are
-- unit: -
-- source: PeMS detector health
SELECT CASE WHEN cause <> 'good' THEN segment_id END AS segment_id, CASE WHEN cause <> 'good' THEN feed END AS feed, district_id, cause,
       CAST(count(*) AS INT) AS segments, sum(length_m) AS length_m
FROM (
  SELECT s.segment_id, CAST(NULL AS VARCHAR) AS feed, s.district_id, coalesce(s.length_m, 1) AS length_m,
         CASE WHEN k.detectors > coalesce(u.detectors, 0) THEN 'good' WHEN k.detectors > 0 AND coalesce(t.feeds, 0) = coalesce(t.stuck, 0) THEN u.cause
              WHEN d.expected >= 12 AND h.heard IS NULL THEN 'no_data'
              WHEN d.expected >= 12 AND h.heard < coalesce(setting('health_share'), 0.6) * d.expected THEN 'few_samples'
              WHEN d.expected >= 12 AND h.highest = 0 THEN 'zero'
              WHEN d.expected >= 12 AND h.high >= 0.2 * h.heard THEN 'high'
              WHEN t.stuck = t.feeds THEN t.cause
              ELSE 'good' END AS cause
  FROM road_segment s
  CROSS JOIN (SELECT count(*) AS expected FROM health_interval) d
  LEFT JOIN (
    SELECT m.segment_id, count(*) AS heard, max(m.highest_kmh) AS highest, count(*) FILTER (WHERE m.highest_kmh > coalesce(setting('high_kmh'), 160)) AS high
    FROM segment_5min m JOIN health_interval i ON i.event_time = m.event_time
    WHERE m.samples > 0 AND m.event_time <= as_of() - INTERVAL '300' SECOND AND m.event_time > as_of() - INTERVAL '86400' SECOND
    GROUP BY m.segment_id) h ON h.segment_id = s.segment_id
  LEFT JOIN (SELECT segment_id, count(*) AS feeds, count(*) FILTER (WHERE cause <> 'good') AS stuck, min(cause) FILTER (WHERE cause <> 'good') AS cause
             FROM speed_feed_now GROUP BY segment_id) t ON t.segment_id = s.segment_id
  LEFT JOIN (SELECT segment_id, count(*) AS detectors FROM detector_known GROUP BY segment_id) k ON k.segment_id = s.segment_id
  LEFT JOIN (SELECT segment_id, count(*) AS detectors, min(cause) AS cause FROM detector_diagnosis_now WHERE detector_id IS NOT NULL AND feed IS NULL GROUP BY segment_id) u
    ON u.segment_id = s.segment_id
  WHERE k.detectors > 0 OR coalesce(t.feeds, 0) < 2 OR t.stuck < t.feeds
  UNION ALL
  SELECT s.segment_id, f.feed, s.district_id, coalesce(s.length_m, 1), f.cause
  FROM (SELECT segment_id, feed, cause, count(*) OVER (PARTITION BY segment_id) AS feeds FROM speed_feed_now) f
  JOIN road_segment s ON s.segment_id = f.segment_id
  WHERE f.cause <> 'good' AND (f.feeds > 1 OR s.segment_id IN (SELECT segment_id FROM detector_known))) judged
GROUP BY CASE WHEN cause <> 'good' THEN segment_id END, CASE WHEN cause <> 'good' THEN feed END, district_id, cause
