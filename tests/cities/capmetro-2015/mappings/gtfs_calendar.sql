-- One service: a set of weekdays over the period of the file.
SELECT DISTINCT concat(sunday, monday, tuesday, wednesday, thursday, friday, saturday) AS service_id,
       TRY_CAST(monday AS INT) AS monday, TRY_CAST(tuesday AS INT) AS tuesday, TRY_CAST(wednesday AS INT) AS wednesday,
       TRY_CAST(thursday AS INT) AS thursday, TRY_CAST(friday AS INT) AS friday, TRY_CAST(saturday AS INT) AS saturday,
       TRY_CAST(sunday AS INT) AS sunday, parameter('start_date') AS start_date, parameter('end_date') AS end_date
FROM source
