-- Reference tables that the feed brought before and does not bring now.
SELECT table_name FROM city.main.feed_table WHERE feed = getvariable('feed')
