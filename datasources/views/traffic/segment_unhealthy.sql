-- title: 检测器异常路段 | Segments whose detector is in doubt
-- row: one segment of the newest diagnosis, at most 15 minutes old, that was not found good, or one feed of speeds there (feed)
-- formula: see segment_health_now; hidden: its readings count as none (zero, high, constant, mismatch); one that is only heard too seldom still counts when it is heard
-- unit: -
-- source: PeMS detector health
SELECT segment_id, feed, district_id, cause, length_m, cause IN ('zero', 'high', 'constant', 'mismatch') AS hidden, event_time
FROM segment_health
WHERE segment_id IS NOT NULL AND event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND
  AND event_time = (SELECT max(event_time) FROM segment_health WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND)
