-- A stop. Marks for the voice in its name ([h2], [=zuan4]) are no part of it, nor is a side of the road that nobody knows.
SELECT id AS stop_id,
       concat(regexp_replace(station_name, '\[[^\]]*\]', '', 'g'), CASE WHEN side NOT LIKE '%null%' THEN side ELSE '' END) AS stop_name,
       TRY_CAST(jingdu AS DOUBLE) AS longitude, TRY_CAST(weidu AS DOUBLE) AS latitude
FROM source
