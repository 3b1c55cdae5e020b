-- What is known of the newest writings is replaced by `found`.
BEGIN;
DELETE FROM city.main.work_zone_segment USING city.main.work_zone
WHERE work_zone_segment.feed = work_zone.feed AND work_zone_segment.event_time = work_zone.event_time
  AND work_zone.received_at = (SELECT max(newest.received_at) FROM city.main.work_zone newest WHERE newest.feed = work_zone.feed);
INSERT INTO city.main.work_zone_segment BY NAME SELECT * FROM found;
COMMIT
