-- title: 当前事件 | Incidents now
-- row: one incident that is not cleared, most severe first
-- formula: newest row of each incident seen changed in the last incident_days (7)
-- unit: -
-- source: FHWA TIM (started, cleared); WZDx
SELECT incident_id, kind, severity, status, title, description, segment_id, owner, started_at,
       CAST(date_diff('second', started_at, as_of()) AS DOUBLE) AS age_s, latitude, longitude, district_id, event_time
FROM (
  SELECT * FROM incident
  WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '86400' SECOND * coalesce(setting('incident_days'), 7)
  QUALIFY row_number() OVER (PARTITION BY feed, incident_id ORDER BY event_time DESC, received_at DESC) = 1) newest
WHERE status <> 'cleared' AND (started_at IS NULL OR started_at <= as_of()) AND (scope() IS NULL OR district_id = scope())
ORDER BY severity, started_at, incident_id
