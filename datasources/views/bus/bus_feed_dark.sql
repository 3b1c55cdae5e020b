-- title: 线路无定位时段 | When a line was dark
-- row: one line and a span in which no positions came from a feed that shows the line
-- formula: bus_feed_silence of the feeds of line_feed, where the city has several: the silence of an only feed cannot be told from that of its buses (bus_feed_lit)
-- unit: -
-- once: true
-- kept: minute
-- source: standard
SELECT DISTINCT line.route_id, silence.from_time, silence.to_time
FROM line_feed line JOIN bus_feed_silence silence ON silence.feed = line.feed
WHERE silence.feeds > 1
