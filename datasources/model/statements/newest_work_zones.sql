-- Work zones of each feed's newest writing.
SELECT feed, event_time, work_zone_id, geometry FROM city.main.work_zone
WHERE event_time = (SELECT max(newest.event_time) FROM city.main.work_zone newest WHERE newest.feed = work_zone.feed)
