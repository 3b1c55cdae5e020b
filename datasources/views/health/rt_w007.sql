-- title: 刷新间隔超过 35 秒 | The feed is made anew less than every 35 s
-- row: one gap of a feed between two messages
-- formula: header timestamp - that of the message before > 35 s
-- unit: s
-- source: MobilityData gtfs-realtime-validator W007
SELECT feed, concat(gap_s, ' s') AS thing, received_at AS first_seen, received_at AS last_seen
FROM (
  SELECT feed, received_at, date_diff('second', lag(header_time) OVER (PARTITION BY feed ORDER BY header_time), header_time) AS gap_s
  FROM rt_message
  WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '900' SECOND AND header_time IS NOT NULL) message
WHERE gap_s > 35 AND received_at > as_of() - INTERVAL '1' SECOND * greatest(coalesce(setting('rule_window_s'), 300), 300)
