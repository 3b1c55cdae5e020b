-- A trip; its service is named by the days it runs. The schedule does not say the route: positions do.
SELECT DISTINCT trip_id, concat(sunday, monday, tuesday, wednesday, thursday, friday, saturday) AS service_id FROM source
