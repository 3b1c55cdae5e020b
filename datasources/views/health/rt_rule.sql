-- title: GTFS-RT 规则 | Rules of GTFS-Realtime
-- row: one rule that a feed breaks in the last rule_window_s (300), errors first
-- formula: count = things that break it (rows of the newest message for what the message is judged by); example = the newest
-- unit: -
-- source: MobilityData gtfs-realtime-validator RULES.md
SELECT broken.rule, names.title_zh, names.title_en, CASE WHEN broken.rule LIKE 'E%' THEN 'error' ELSE 'warning' END AS severity, broken.feed,
       f.title_zh AS feed_zh, f.title_en AS feed_en, CAST(broken.count AS BIGINT) AS count, broken.example, broken.first_seen, broken.last_seen
FROM (
  SELECT rule, feed, sum(count) AS count, arg_max(thing, last_seen) AS example, min(first_seen) AS first_seen, max(last_seen) AS last_seen
  FROM (SELECT rule, feed, thing, first_seen, last_seen,
               -- what a message is judged by comes again with every message: the newest one counts
               CASE WHEN rule IN ('E001', 'E002', 'E012', 'E022', 'E026', 'E027', 'E048', 'E050', 'E052', 'W001', 'W002')
                    THEN CASE WHEN last_seen = max(last_seen) OVER (PARTITION BY rule, feed) THEN count ELSE 0 END ELSE count END AS count
        FROM rt_rule_rows) row
  GROUP BY rule, feed) broken
LEFT JOIN rt_rule_name names ON names.rule = broken.rule
LEFT JOIN (SELECT feed, min(title_zh) AS title_zh, min(title_en) AS title_en FROM feed GROUP BY feed) f ON f.feed = broken.feed
ORDER BY severity, broken.count DESC, broken.rule, broken.feed
