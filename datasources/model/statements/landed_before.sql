-- Whether a batch landed already: any landing for events; the feed's newest for reference tables, which may go back to older content.
SELECT count(*) FROM city.main.batch
WHERE feed = getvariable('feed') AND batch = getvariable('batch')
  AND ($events OR loaded_at = (SELECT max(loaded_at) FROM city.main.batch WHERE feed = getvariable('feed')))
