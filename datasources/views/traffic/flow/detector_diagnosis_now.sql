-- title: 检测器诊断 | Diagnosis of detectors
-- row: one detector in doubt, or the good ones of one district together (detector_id NULL); written every five minutes to detector_diagnosis
-- formula: readings of the last 05:00 to 22:00 (local), once the best detector measured an hour of them: no_data none; few_samples under health_share (0.6) of the time
--   that the best measured; zero: zero_share (0.59) of them without any occupancy (or flow, where none is told); high: a fifth with an occupancy above high_occupancy
--   (70 %) or a flow above high_flow (2400 veh/h and lane); mismatch: mismatch_share (0.02, and three at least) with occupancy but no vehicle. constant (at any time): one
--   value above 0 in each of the last constant_intervals (10) five minutes
-- unit: -
-- source: PeMS detector health (thresholds of its set Urban)
SELECT CASE WHEN cause <> 'good' THEN detector_id END AS detector_id, CASE WHEN cause <> 'good' THEN segment_id END AS segment_id, district_id, cause,
       CAST(count(*) AS INT) AS detectors
FROM (
  SELECT k.detector_id, k.segment_id, k.district_id,
         CASE WHEN best.measured_s >= 3600 AND coalesce(h.readings, 0) = 0 THEN 'no_data'
              WHEN best.measured_s >= 3600 AND h.measured_s < coalesce(setting('health_share'), 0.6) * best.measured_s THEN 'few_samples'
              WHEN best.measured_s >= 3600 AND h.zero_readings >= coalesce(setting('zero_share'), 0.59) * h.readings THEN 'zero'
              WHEN best.measured_s >= 3600 AND h.high_readings >= 0.2 * h.readings THEN 'high'
              WHEN best.measured_s >= 3600 AND h.mismatch_readings >= greatest(3, coalesce(setting('mismatch_share'), 0.02) * h.readings) THEN 'mismatch'
              WHEN h.latest = coalesce(setting('constant_intervals'), 10) AND h.latest_low = h.latest_high AND h.latest_low > 0 THEN 'constant'
              ELSE 'good' END AS cause
  FROM detector_known k
  LEFT JOIN (
    SELECT d.detector_id, sum(d.readings) AS readings, sum(d.measured_s) AS measured_s, sum(d.zero_readings) AS zero_readings, sum(d.high_readings) AS high_readings,
           sum(d.mismatch_readings) AS mismatch_readings, count(*) FILTER (WHERE i.back < coalesce(setting('constant_intervals'), 10)) AS latest,
           min(d.lowest) FILTER (WHERE i.back < coalesce(setting('constant_intervals'), 10)) AS latest_low,
           max(d.highest) FILTER (WHERE i.back < coalesce(setting('constant_intervals'), 10)) AS latest_high
    FROM detector_5min d JOIN detector_interval i ON i.event_time = d.event_time
    WHERE d.readings > 0 AND d.event_time <= as_of() - INTERVAL '300' SECOND AND d.event_time > as_of() - INTERVAL '86400' SECOND
    GROUP BY d.detector_id) h ON h.detector_id = k.detector_id
  CROSS JOIN (
    SELECT max(measured_s) AS measured_s FROM (
      SELECT sum(d.measured_s) AS measured_s
      FROM detector_5min d JOIN detector_interval i ON i.event_time = d.event_time
      WHERE d.event_time <= as_of() - INTERVAL '300' SECOND AND d.event_time > as_of() - INTERVAL '86400' SECOND
      GROUP BY d.detector_id) each) best) judged
GROUP BY CASE WHEN cause <> 'good' THEN detector_id END, CASE WHEN cause <> 'good' THEN segment_id END, district_id, cause
