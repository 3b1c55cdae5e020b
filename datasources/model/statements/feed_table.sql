INSERT INTO city.main.feed_table
SELECT getvariable('feed'), getvariable('table_name')
WHERE NOT EXISTS (SELECT 1 FROM city.main.feed_table WHERE feed = getvariable('feed') AND table_name = getvariable('table_name'))
