-- title: 当日上线车辆 | Vehicles heard of today
-- row: one vehicle of the register, or one heard of that is not in it, whatever the scope
-- formula: heard = it reported in the local day of as_of() (since midnight); district_id = where it was in the newest hour of the last seven days in which it reported;
--   known: not when the feed that told of it then is silent now
-- unit: -
-- once: true
-- source: vehicle (the register of what must be connected), vehicle_hour
SELECT coalesce(r.vehicle_id, h.vehicle_id) AS vehicle_id, r.label, r.route_id, r.depot, r.vehicle_id IS NOT NULL AS registered,
       coalesce(h.hours_today > 0, FALSE) AS heard, coalesce(status.state, '') NOT IN ('STALE', 'DOWN') AS known, h.event_time, h.district_id
FROM (SELECT vehicle_id, min(label) AS label, min(route_id) AS route_id, min(depot) AS depot FROM vehicle GROUP BY vehicle_id) r
FULL JOIN (
  SELECT vehicle_id, arg_max(feed, event_time) AS feed, max(event_time) AS event_time, arg_max(district_id, event_time) AS district_id,
         count(*) FILTER (WHERE CAST(extract(day FROM local_time(event_time)) AS INT) = CAST(extract(day FROM local_time(as_of())) AS INT)
                          AND event_time > as_of() - INTERVAL '30' HOUR) AS hours_today
  FROM vehicle_hour
  WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '7' DAY
  GROUP BY vehicle_id) h ON h.vehicle_id = r.vehicle_id
LEFT JOIN feed_status status ON status.feed = h.feed
