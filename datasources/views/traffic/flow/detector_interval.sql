-- title: 检测器诊断时段 | Intervals of the diagnosis of detectors
-- row: five minutes of the last 05:00 to 22:00 (local) in which any detector measured
-- formula: back = how many such intervals came after it
-- unit: -
-- source: PeMS detector health
SELECT event_time, row_number() OVER (ORDER BY event_time DESC) - 1 AS back
FROM (
  SELECT DISTINCT f.event_time
  FROM detector_5min f JOIN diagnosis_hours d ON f.event_time >= d.from_time AND f.event_time < d.until_time
  WHERE f.readings > 0 AND f.event_time <= as_of() - INTERVAL '300' SECOND AND f.event_time > as_of() - INTERVAL '86400' SECOND) heard
