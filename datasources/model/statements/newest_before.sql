SELECT max(event_time), min(event_time) FROM city.main."$table" WHERE event_time < ?
