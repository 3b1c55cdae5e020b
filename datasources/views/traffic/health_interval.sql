-- title: 诊断时段 | Intervals of the diagnosis
-- row: five minutes of the last 05:00 to 22:00 (local) in which any segment was measured
-- formula: back = how many such intervals came after it
-- unit: -
-- once: true
-- source: PeMS detector health
SELECT event_time, row_number() OVER (ORDER BY event_time DESC) - 1 AS back
FROM (
  SELECT DISTINCT h.event_time
  FROM segment_5min h JOIN diagnosis_hours d ON h.event_time >= d.from_time AND h.event_time < d.until_time
  WHERE h.samples > 0 AND h.event_time <= as_of() - INTERVAL '300' SECOND AND h.event_time > as_of() - INTERVAL '86400' SECOND) heard
