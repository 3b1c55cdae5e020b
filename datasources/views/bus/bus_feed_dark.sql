-- title: 线路无定位时段 | Ten minutes in which a line was dark
-- row: one line and ten minutes in which positions came to the city and none from a feed that shows the line: its operator's are down, others' are not
-- formula: bus_feed_ten of any feed less that of each feed of line_feed; the ten minutes under way are not judged
-- unit: -
-- once: true
-- kept: minute
-- source: standard
SELECT DISTINCT line.route_id, ten.event_time
FROM line_feed line CROSS JOIN (SELECT DISTINCT event_time FROM bus_feed_ten) ten
LEFT JOIN bus_feed_ten came ON came.feed = line.feed AND came.event_time = ten.event_time
WHERE came.feed IS NULL AND ten.event_time <= as_of() - INTERVAL '600' SECOND
