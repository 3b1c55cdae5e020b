-- A parked vehicle says the same again for hours: what memory has as its newest report need not be looked for in the log;
-- but for one without a batch, which is in memory alone (lander.shown).
SELECT * FROM incoming
WHERE NOT EXISTS (SELECT 1 FROM hot.main.vehicle_latest held WHERE held.feed = incoming.feed AND held.batch <> '' AND $same)
