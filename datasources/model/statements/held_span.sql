SELECT min(event_time), max(event_time) FROM city.main."$table"
