-- title: 时间轴 | Time bar
-- row: one moment in the last timeline_hours (24) at which an alert fired
-- formula: alert_event where state is firing
-- unit: -
-- source: standard
SELECT event_time, priority, what_zh, what_en, where_zh, where_en, rule, alert_key, district_id
FROM alert_event
WHERE state = 'firing' AND event_time <= as_of() AND event_time > as_of() - INTERVAL '3600' SECOND * coalesce(setting('timeline_hours'), 24)
  AND (scope() IS NULL OR district_id IS NULL OR district_id = scope())
ORDER BY event_time, priority, rule, alert_key
