-- title: 线路的数据源 | Feeds of lines
-- row: one line and a feed of the city that shows its vehicles
-- formula: feeds whose vehicles were seen at stops of the line on the newest day of the last eight on which any was
-- unit: -
-- once: true
-- kept: minute
-- source: line_shown
SELECT shown.route_id, shown.feed
FROM (SELECT route_id, max(event_time) AS event_time FROM line_shown WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '8' DAY GROUP BY route_id) newest
JOIN line_shown shown ON shown.route_id = newest.route_id AND shown.event_time = newest.event_time
WHERE shown.feed IN (SELECT feed FROM feed) AND shown.event_time <= as_of() AND shown.event_time > as_of() - INTERVAL '8' DAY
