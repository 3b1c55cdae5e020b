-- title: 线路 | Lines
-- row: one line and direction with stop visits in the window and in scope(), whatever line is chosen; lowest on-time share first, those of too few visits last
-- formula: value = visits within the window of their line and kind of stop / visits; unknown below share_samples (5) visits; late = visits later than that; bunched, gaps = vehicles whose headway at their last stop is so now
-- unit: %
-- source: bus_on_time, headways_now
SELECT v.route_id, coalesce(l.route_name, v.route_id) AS route_name, v.direction_id, coalesce(sign.towards, '') AS towards,
       CASE WHEN v.visits >= coalesce(setting('share_samples'), 5) THEN v.value END AS value, v.late, v.visits,
       coalesce(h.bunched, 0) AS bunched, coalesce(h.gaps, 0) AS gaps, v.vehicles, v.event_time
FROM (
  SELECT route_id, coalesce(direction_id, 0) AS direction_id, count(*) AS visits, count(DISTINCT vehicle_id) AS vehicles, max(event_time) AS event_time,
         100.0 * count(*) FILTER (WHERE punctuality = 'on_time') / count(*) AS value, count(*) FILTER (WHERE punctuality = 'late') AS late
  FROM stop_visit_punctual
  GROUP BY route_id, coalesce(direction_id, 0)) v
LEFT JOIN (
  SELECT route_id, direction_id, count(*) FILTER (WHERE state = 'bunched') AS bunched, count(*) FILTER (WHERE state = 'gap') AS gaps
  FROM headways_now GROUP BY route_id, direction_id) h ON h.route_id = v.route_id AND h.direction_id = v.direction_id
LEFT JOIN line l ON l.route_id = v.route_id
LEFT JOIN (SELECT route_id, coalesce(direction_id, 0) AS direction_id, max(trip_headsign) AS towards FROM gtfs_trip GROUP BY route_id, coalesce(direction_id, 0)) sign
  ON sign.route_id = v.route_id AND sign.direction_id = v.direction_id
ORDER BY value NULLS LAST, v.late DESC, v.route_id, v.direction_id
