-- Which zones the agencies of each timetable name.
SELECT DISTINCT feed, trim(agency_timezone) FROM city.main.gtfs_agency WHERE trim(agency_timezone) <> '' ORDER BY 1, 2
