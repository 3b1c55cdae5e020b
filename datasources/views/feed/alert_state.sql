-- title: 全市告警状态 | Alerts of the city
-- row: one alert that is pending, firing or recovering, whatever the scope
-- formula: newest event of each rule and key in the last alert_days (30), unless it is ok
-- unit: -
-- source: Grafana, ISA-18.2 (states)
SELECT * FROM (
  SELECT * FROM alert_event
  WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '86400' SECOND * coalesce(setting('alert_days'), 30)
  QUALIFY row_number() OVER (PARTITION BY rule, alert_key ORDER BY event_time DESC) = 1) newest
WHERE state <> 'ok'
