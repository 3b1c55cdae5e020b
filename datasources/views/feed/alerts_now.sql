-- title: 当前告警 | Alerts now
-- row: one alert firing or recovering; those of no district (feeds, the city) show in every scope
-- formula: newest state of each rule and key
-- unit: -
-- source: Grafana, ISA-18.2 (states)
SELECT rule, alert_key, state, priority, since, CAST(date_diff('second', since, as_of()) AS DOUBLE) AS age_s,
       what_zh, what_en, where_zh, where_en, consequence_zh, consequence_en, owner, district_id, latitude, longitude, event_time
FROM alert_state
WHERE state IN ('firing', 'recovering') AND (scope() IS NULL OR district_id IS NULL OR district_id = scope())
ORDER BY priority, since, rule, alert_key
