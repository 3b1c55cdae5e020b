-- title: 检测器健康诊断 | Detector diagnosis
-- row: one segment whose readings are in doubt, or the good ones of one district together (segment_id NULL); written every five minutes to segment_health
-- formula: five-minute intervals from 05:00 to 22:00 of the local day, those in which any segment was measured; once there are 12 of them: no_data none measured,
--   few_samples under health_share (0.6) of them, zero every speed 0, high over high_kmh (160) in a fifth of them;
--   constant (at any time): one value in each of the last constant_intervals (10) of them
--   A segment with flow detectors is what these are (detector_diagnosis_now): good when one of them is
-- unit: -
-- source: PeMS detector health
SELECT CASE WHEN cause <> 'good' THEN segment_id END AS segment_id, district_id, cause, CAST(count(*) AS INT) AS segments, sum(length_m) AS length_m
FROM (
  SELECT s.segment_id, s.district_id, coalesce(s.length_m, 1) AS length_m,
         CASE WHEN k.detectors > coalesce(u.detectors, 0) THEN 'good' WHEN k.detectors > 0 THEN u.cause
              WHEN d.expected >= 12 AND h.heard IS NULL THEN 'no_data'
              WHEN d.expected >= 12 AND h.heard < coalesce(setting('health_share'), 0.6) * d.expected THEN 'few_samples'
              WHEN d.expected >= 12 AND h.highest = 0 THEN 'zero'
              WHEN d.expected >= 12 AND h.high >= 0.2 * h.heard THEN 'high'
              WHEN h.latest = coalesce(setting('constant_intervals'), 10) AND h.latest_low = h.latest_high THEN 'constant'
              ELSE 'good' END AS cause
  FROM road_segment s
  CROSS JOIN (SELECT count(*) AS expected FROM health_interval) d
  LEFT JOIN (
    SELECT m.segment_id, count(*) AS heard, max(m.highest_kmh) AS highest, count(*) FILTER (WHERE m.highest_kmh > coalesce(setting('high_kmh'), 160)) AS high,
           count(*) FILTER (WHERE i.back < coalesce(setting('constant_intervals'), 10)) AS latest,
           min(m.lowest_kmh) FILTER (WHERE i.back < coalesce(setting('constant_intervals'), 10)) AS latest_low,
           max(m.highest_kmh) FILTER (WHERE i.back < coalesce(setting('constant_intervals'), 10)) AS latest_high
    FROM segment_5min m JOIN health_interval i ON i.event_time = m.event_time
    WHERE m.samples > 0 AND m.event_time <= as_of() - INTERVAL '300' SECOND AND m.event_time > as_of() - INTERVAL '86400' SECOND
    GROUP BY m.segment_id) h ON h.segment_id = s.segment_id
  LEFT JOIN (SELECT segment_id, count(*) AS detectors FROM detector_known GROUP BY segment_id) k ON k.segment_id = s.segment_id
  LEFT JOIN (SELECT segment_id, count(*) AS detectors, min(cause) AS cause FROM detector_diagnosis_now WHERE detector_id IS NOT NULL GROUP BY segment_id) u
    ON u.segment_id = s.segment_id) judged
GROUP BY CASE WHEN cause <> 'good' THEN segment_id END, district_id, cause
