-- title: 存疑检测器 | Detectors in doubt
-- row: one detector of the newest diagnosis, at most 15 minutes old, that was not found good, or one feed of a detector that others tell of too (feed)
-- formula: see detector_diagnosis_now; hidden: its readings count as none (zero, high, mismatch, constant)
-- unit: -
-- source: PeMS detector health
SELECT detector_id, feed, segment_id, district_id, cause, cause IN ('zero', 'high', 'mismatch', 'constant') AS hidden, event_time
FROM detector_diagnosis
WHERE detector_id IS NOT NULL AND event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND
  AND event_time = (SELECT max(event_time) FROM detector_diagnosis WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND)
