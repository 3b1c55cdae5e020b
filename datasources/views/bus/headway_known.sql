-- title: 可信车头时距 | Headways that are believed
-- row: one headway of the window and scope that is no pause of service and of which nothing is in doubt
-- formula: headways without those of headway_doubt, those of which the plan is over an hour, and wide ones that came after doubt was last told (headway_told, every minute)
-- unit: s
-- source: headways
SELECT * FROM headways WHERE NOT is_wide AND scheduled_headway_s <= 3600
UNION ALL
SELECT h.*
FROM headways h
LEFT JOIN headway_doubt d
  ON d.service_date = h.service_date AND d.trip_id_performed = h.trip_id_performed AND d.stop_sequence = h.stop_sequence AND d.actual_time = h.actual_time
WHERE h.is_wide AND h.scheduled_headway_s <= 3600 AND d.why IS NULL AND h.actual_time <= (SELECT until FROM headway_told)
