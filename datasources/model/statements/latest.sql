-- The newest report of each vehicle in the batch takes the place of an older one; a late report never takes a newer one's.
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT $columns FROM incoming
QUALIFY row_number() OVER (PARTITION BY feed, vehicle_id ORDER BY event_time DESC, received_at DESC, latitude DESC, longitude DESC) = 1;
BEGIN;
DELETE FROM hot.main.vehicle_latest USING fresh
WHERE vehicle_latest.feed = fresh.feed AND vehicle_latest.vehicle_id = fresh.vehicle_id
  AND (vehicle_latest.event_time, vehicle_latest.received_at) <= (fresh.event_time, fresh.received_at);
INSERT INTO hot.main.vehicle_latest ($columns)
SELECT $columns FROM fresh
WHERE NOT EXISTS (SELECT 1 FROM hot.main.vehicle_latest held WHERE held.feed = fresh.feed AND held.vehicle_id = fresh.vehicle_id);
COMMIT
