-- title: 各数据源的车辆 | Vehicles of each feed
-- row: one feed of positions and the city (scope '') or a district
-- formula: the most vehicles heard of in an hour of the last seven days: what of the city its silence hides
-- unit: vehicles
-- once: true
-- kept: minute
-- source: vehicle_hour
SELECT feed, scope, CAST(max(vehicles) AS DOUBLE) AS vehicles
FROM (SELECT feed, '' AS scope, event_time, count(*) AS vehicles FROM vehicle_hour
      WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '7' DAY GROUP BY feed, event_time
      UNION ALL
      SELECT feed, district_id, event_time, count(*) FROM vehicle_hour
      WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '7' DAY AND district_id IS NOT NULL GROUP BY feed, district_id, event_time) heard
GROUP BY feed, scope
