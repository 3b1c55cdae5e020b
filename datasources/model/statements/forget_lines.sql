-- Ledger lines past retention, but never the newest batch of a feed: it says what a timetable is.
DELETE FROM city.main.batch WHERE received_at < CAST(getvariable('kept_from') AS TIMESTAMP)
  AND received_at < (SELECT max(newer.received_at) FROM city.main.batch newer WHERE newer.feed = batch.feed)
