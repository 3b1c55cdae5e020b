-- Rows of `incoming` that are not held yet. Held: equal in everything that says what happened.
SELECT DISTINCT $columns FROM incoming
WHERE NOT EXISTS (
  SELECT 1 FROM city.seen."$table" held
  WHERE held.event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) AND CAST(getvariable('batch_to') AS TIMESTAMP)
    AND held.feed = incoming.feed AND $same)
ORDER BY event_time
