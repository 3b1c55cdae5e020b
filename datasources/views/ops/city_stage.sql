-- title: 城市运行等级 | City stage
-- row: one row for the city
-- formula: 5 with two or more critical alerts, 4 with one, 3 with three or more major, 2 with any major or with half of the feeds down, else 1 where every rule was evaluated within a quarter of an hour before and, on a wall begun within it, every feed has come, else unknown; reason = the worst alert
-- unit: 1..5
-- source: COR Rio stages; thresholds of this project
SELECT CASE WHEN critical >= 2 THEN 5 WHEN critical = 1 THEN 4 WHEN major >= 3 THEN 3 WHEN major >= 1 OR (down > 0 AND 2 * down >= feeds) THEN 2 WHEN judged THEN 1 END AS stage,
       CASE WHEN major + critical > 0 THEN concat(critical + major, ' 项重要告警：', worst_zh)
            WHEN down > 0 AND 2 * down >= feeds THEN concat('数据源中断：', down, '/', feeds)
            WHEN judged THEN '无重要告警' END AS reason_zh,
       CASE WHEN major + critical > 0 THEN concat(critical + major, CASE WHEN critical + major = 1 THEN ' serious alert: ' ELSE ' serious alerts: ' END, worst_en)
            WHEN down > 0 AND 2 * down >= feeds THEN concat('feeds down: ', down, '/', feeds)
            WHEN judged THEN 'no serious alert' END AS reason_en
FROM (SELECT count(*) FILTER (WHERE priority = 1) AS critical, count(*) FILTER (WHERE priority = 2) AS major,
             arg_min(concat(where_zh, CASE WHEN where_zh <> '' THEN ' · ' ELSE '' END, what_zh), priority * 10000000000 + date_diff('second', TIMESTAMP '2000-01-01 00:00:00', since)) AS worst_zh, arg_min(concat(where_en, CASE WHEN where_en <> '' THEN ' · ' ELSE '' END, what_en), priority * 10000000000 + date_diff('second', TIMESTAMP '2000-01-01 00:00:00', since)) AS worst_en
      FROM alert_state WHERE state IN ('firing', 'recovering')) alerts
CROSS JOIN (SELECT count(*) AS feeds, count(*) FILTER (WHERE state = 'DOWN') AS down FROM feed_status) lamps
CROSS JOIN (
  -- rules find nothing wrong in what has not come yet
  SELECT EXISTS (SELECT 1 FROM alert_judged WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND)
         AND (NOT EXISTS (SELECT 1 FROM feed_status WHERE received_at IS NULL)
              OR EXISTS (SELECT 1 FROM "fetch" WHERE event_time <= as_of() - INTERVAL '900' SECOND AND event_time > as_of() - INTERVAL '7' DAY)) AS judged) watch
