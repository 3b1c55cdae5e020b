-- title: 曾存疑的路段时段 | Five minutes in doubt
-- row: one segment and five minutes for which its readings were found to be none (zero, high, constant, mismatch)
-- formula: the diagnosis of that very five minutes
-- unit: -
-- source: PeMS detector health; segment_health
SELECT DISTINCT segment_id, event_time FROM segment_health
WHERE segment_id IS NOT NULL AND feed IS NULL AND cause IN ('zero', 'high', 'mismatch', 'constant') AND event_time <= as_of() AND event_time > as_of() - INTERVAL '2592000' SECOND
