-- A call; calls come in the order of the file, which is the order of their times.
SELECT trip_id, CAST(row_number() OVER (PARTITION BY trip_id ORDER BY arrival_s, line) AS INT) AS stop_sequence, stop_id,
       arrival_s, arrival_s AS departure_s
FROM (SELECT row_number() OVER () AS line, trip_id, stop_id,
             3600 * TRY_CAST(split_part(arrival_time, ':', 1) AS INT) + 60 * TRY_CAST(split_part(arrival_time, ':', 2) AS INT)
             + TRY_CAST(split_part(arrival_time, ':', 3) AS INT) AS arrival_s
      FROM source) numbered
