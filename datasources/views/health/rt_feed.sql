-- title: GTFS-RT 数据源 | GTFS-Realtime feeds
-- row: one feed that brought a GTFS-Realtime message in the last two days
-- formula: feeds of rt_message
-- unit: -
-- source: rt_message
SELECT DISTINCT feed FROM rt_message WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '2' DAY
