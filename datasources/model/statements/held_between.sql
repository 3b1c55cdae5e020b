SELECT * FROM city.main."$table" WHERE event_time BETWEEN ? AND ?
