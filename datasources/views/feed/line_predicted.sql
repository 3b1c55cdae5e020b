-- title: 线路的预测数据源 | Feeds that predict lines
-- row: one line and a feed of the city that predicts its buses
-- formula: feeds that predicted trips of the line on the newest day of the last eight on which any did
-- unit: -
-- source: line_told
SELECT told.route_id, told.feed
FROM (SELECT route_id, max(event_time) AS event_time FROM line_told WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '8' DAY GROUP BY route_id) newest
JOIN line_told told ON told.route_id = newest.route_id AND told.event_time = newest.event_time
WHERE told.feed IN (SELECT feed FROM feed) AND told.event_time <= as_of() AND told.event_time > as_of() - INTERVAL '8' DAY
