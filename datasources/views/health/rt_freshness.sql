-- title: GTFS-RT 时效 | Freshness of GTFS-Realtime
-- row: one GTFS-Realtime feed in the last 15 minutes
-- formula: refresh_s = median time between two messages by their headers; age_s = median of (arrival - header); invalid = tries that brought nothing sound, of those written down
-- unit: s
-- source: GTFS-Realtime best practices: refresh <= 30 s, age <= 90 s, under 1 % invalid answers
SELECT message.feed, f.title_zh, f.title_en, message.messages, message.entities, message.version, message.refresh_s, message.age_s, message.newest,
       100.0 * tries.invalid / nullif(tries.tries, 0) AS invalid_share
FROM (
  SELECT feed, count(*) AS messages, arg_max(entities, received_at) AS entities, arg_max(version, received_at) AS version,
         CAST(quantile_cont(gap_s, 0.5) AS DOUBLE) AS refresh_s, CAST(quantile_cont(age_s, 0.5) AS DOUBLE) AS age_s, max(received_at) AS newest
  FROM (
    SELECT feed, received_at, entities, version, date_diff('second', header_time, received_at) AS age_s,
           date_diff('second', lag(header_time) OVER (PARTITION BY feed ORDER BY received_at, header_time), header_time) AS gap_s
    FROM rt_message WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '900' SECOND) timed
  GROUP BY feed) message
LEFT JOIN (SELECT feed, count(*) AS tries, count(*) FILTER (WHERE NOT ok) AS invalid FROM "fetch"
           WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND GROUP BY feed) tries ON tries.feed = message.feed
LEFT JOIN feed f ON f.feed = message.feed
ORDER BY message.feed
