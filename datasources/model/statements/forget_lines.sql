-- Ledger lines past retention, but never the newest batch of a feed: it says what a timetable is.
DELETE FROM city.main.batch WHERE received_at < CAST(getvariable('kept_from') AS TIMESTAMP)
  AND loaded_at < (SELECT max(newer.loaded_at) FROM city.main.batch newer WHERE newer.feed = batch.feed)
