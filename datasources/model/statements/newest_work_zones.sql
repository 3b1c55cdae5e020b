-- Work zones of each feed's newest writing, by when it came.
SELECT feed, event_time, work_zone_id, geometry FROM city.main.work_zone
WHERE received_at = (SELECT max(newest.received_at) FROM city.main.work_zone newest WHERE newest.feed = work_zone.feed)
