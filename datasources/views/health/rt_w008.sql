-- title: 消息时刻早于到达 65 秒以上 | The header is older than 65 s
-- row: one message of a feed that was old when it came
-- formula: arrival - header timestamp > 65 s
-- unit: s
-- source: MobilityData gtfs-realtime-validator W008
SELECT feed, concat(date_diff('second', header_time, received_at), ' s') AS thing, received_at AS first_seen, received_at AS last_seen
FROM rt_message
WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '1' SECOND * coalesce(setting('rule_window_s'), 300)
  AND date_diff('second', header_time, received_at) > 65
