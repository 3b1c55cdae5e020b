-- title: 可信车头时距 | Headways that are believed
-- row: one headway of the window and scope that is no pause of service and of which nothing is in doubt
-- formula: headways of which the plan is up to an hour, without those of headway_doubt; wide ones as they were told within the last minute (headway_wide)
-- unit: s
-- source: headways
SELECT * FROM headways WHERE NOT is_wide AND scheduled_headway_s <= 3600
UNION ALL
SELECT * EXCLUDE (doubt) FROM headway_wide
WHERE doubt = 'none' AND scheduled_headway_s <= 3600 AND (scope() IS NULL OR district_id = scope()) AND actual_time <= as_of()
  AND actual_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
