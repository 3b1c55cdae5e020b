-- What tells one state of the data from the next; asking it begins the transaction in every database that views read.
SELECT (SELECT count(*) FROM city.main.batch), (SELECT count(*) FROM city.main.alert_event), (SELECT count(*) FROM hot.main.vehicle_latest), as_of()
