-- title: 指标现状 | Indicators
-- row: one indicator of one district (or of the whole city: district_id NULL), newest figure of the last indicator_days (90)
-- formula: newest by event_time
-- unit: -
-- source: standard
SELECT * FROM indicator
WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '86400' SECOND * coalesce(setting('indicator_days'), 90)
QUALIFY row_number() OVER (PARTITION BY indicator_id, coalesce(district_id, '') ORDER BY event_time DESC, received_at DESC) = 1
