-- title: 检测器诊断时段 | Intervals of the diagnosis of detectors
-- row: five minutes of the last 05:00 to 22:00 (local) in which any detector measured
-- formula: back = how many such intervals came after it
-- unit: -
-- source: PeMS detector health
SELECT event_time, row_number() OVER (ORDER BY event_time DESC) - 1 AS back
FROM (
  SELECT DISTINCT d.event_time
  FROM detector_5min d
  CROSS JOIN (SELECT (extract(hour FROM local_time(as_of())) * 3600 + extract(minute FROM local_time(as_of())) * 60
                      + extract(second FROM local_time(as_of())) + 68400) % 86400 AS since_five_s) clock
  WHERE d.readings > 0 AND d.event_time <= as_of() - INTERVAL '300' SECOND AND d.event_time > as_of() - INTERVAL '86400' SECOND
    AND d.event_time >= as_of() - INTERVAL '1' SECOND * clock.since_five_s
    AND d.event_time < as_of() - INTERVAL '1' SECOND * (clock.since_five_s - 61200)) heard
