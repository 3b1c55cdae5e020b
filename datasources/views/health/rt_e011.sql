-- title: 站点不在时刻表中 | stop_id is not in the timetable
-- row: one stop of a feed that no timetable has
-- formula: stop_id not in gtfs_stop
-- unit: -
-- source: MobilityData gtfs-realtime-validator E011
SELECT feed, concat('stop ', stop_id) AS thing, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM rt_stop
WHERE stop_id IS NOT NULL AND EXISTS (SELECT 1 FROM gtfs_stop)
  AND NOT EXISTS (SELECT 1 FROM gtfs_stop planned WHERE planned.stop_id = rt_stop.stop_id)
GROUP BY feed, stop_id
