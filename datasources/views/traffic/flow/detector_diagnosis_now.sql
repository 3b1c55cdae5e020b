-- title: 检测器诊断 | Diagnosis of detectors
-- row: one detector in doubt, or one feed of a detector that is while others tell of it too (feed), or the good ones of one district together (detector_id NULL); written every five minutes to detector_diagnosis
-- formula: five minutes from 05:00 to 22:00 of the local day (204), once the best detector measured an hour of them: no_data none; few_samples under health_share (0.6) of the
--   time that the best measured; zero never anything but 0 (occupancy, flow where none is told); high_share (0.2) of the 204 at an occupancy above high_occupancy (70 %) or a flow
--   above high_flow (2400 veh/h and lane): high; mismatch_share (0.02) of them occupied though nobody was counted: mismatch. constant (at any time): one value above 0 in each
--   of the last constant_intervals (10) five minutes, or as many of its own intervals where they are longer. A feed that is stuck beside others (detector_feed_now) is in
--   doubt alone, and the detector is what the others are; where all are, it is constant
-- unit: -
-- source: PeMS detector health, thresholds of its set Urban; zero as in its set Low_Volume, for a city's lanes are empty for minutes
SELECT CASE WHEN cause <> 'good' THEN detector_id END AS detector_id, CASE WHEN cause <> 'good' THEN segment_id END AS segment_id, district_id, cause,
       CAST(count(*) AS INT) AS detectors, CASE WHEN cause <> 'good' THEN feed END AS feed
FROM (
  SELECT k.detector_id, k.segment_id, k.district_id, CAST(NULL AS VARCHAR) AS feed,
         CASE WHEN t.stuck = t.feeds THEN 'constant'
              WHEN best.measured_s >= 3600 AND h.measured_s IS NULL THEN 'no_data'
              WHEN best.measured_s >= 3600 AND h.measured_s < coalesce(setting('health_share'), 0.6) * best.measured_s THEN 'few_samples'
              WHEN best.measured_s >= 3600 AND h.highest = 0 THEN 'zero'
              WHEN h.high >= coalesce(setting('high_share'), 0.2) * 204 THEN 'high'
              WHEN h.mismatch >= coalesce(setting('mismatch_share'), 0.02) * 204 THEN 'mismatch'
              WHEN coalesce(t.stuck, 0) = 0 AND h.latest >= h.wanted AND h.latest_low = h.latest_high AND h.latest_low > 0 THEN 'constant'
              ELSE 'good' END AS cause
  FROM detector_known k
  LEFT JOIN (
    SELECT d.detector_id, sum(d.measured_s) AS measured_s, max(d.highest) AS highest,
           count(*) FILTER (WHERE d.occupied_s > coalesce(setting('high_occupancy'), 70) / 100 * d.occupancy_s
                               OR d.flow > coalesce(setting('high_flow'), 2400) / 3600 * d.lanes * d.measured_s) AS high,
           count(*) FILTER (WHERE d.flow = 0 AND d.occupied_s > 0) AS mismatch,
           count(*) FILTER (WHERE i.back < d.alike) AS latest, max(d.alike) FILTER (WHERE i.back < d.alike) AS wanted,
           min(d.lowest) FILTER (WHERE i.back < d.alike) AS latest_low,
           max(d.highest) FILTER (WHERE i.back < d.alike) AS latest_high
    FROM (SELECT *, coalesce(setting('constant_intervals'), 10) * greatest(coalesce(told_s, 0), 300) / 300 AS alike FROM detector_5min
          WHERE readings > 0 AND event_time <= as_of() - INTERVAL '300' SECOND AND event_time > as_of() - INTERVAL '86400' SECOND) d
    JOIN detector_interval i ON i.event_time = d.event_time
    GROUP BY d.detector_id) h ON h.detector_id = k.detector_id
  CROSS JOIN (
    SELECT max(measured_s) AS measured_s FROM (
      SELECT sum(d.measured_s) AS measured_s
      FROM detector_5min d JOIN detector_interval i ON i.event_time = d.event_time
      WHERE d.event_time <= as_of() - INTERVAL '300' SECOND AND d.event_time > as_of() - INTERVAL '86400' SECOND
      GROUP BY d.detector_id) each) best
  LEFT JOIN (SELECT detector_id, count(*) AS feeds, count(*) FILTER (WHERE cause <> 'good') AS stuck FROM detector_feed_now GROUP BY detector_id) t
    ON t.detector_id = k.detector_id
  UNION ALL
  SELECT k.detector_id, k.segment_id, k.district_id, f.feed, f.cause
  FROM (SELECT detector_id, feed, cause, count(*) FILTER (WHERE cause = 'good') OVER (PARTITION BY detector_id) AS good FROM detector_feed_now) f
  JOIN detector_known k ON k.detector_id = f.detector_id
  WHERE f.cause <> 'good' AND f.good > 0) judged
GROUP BY CASE WHEN cause <> 'good' THEN detector_id END, CASE WHEN cause <> 'good' THEN feed END, CASE WHEN cause <> 'good' THEN segment_id END, district_id, cause
