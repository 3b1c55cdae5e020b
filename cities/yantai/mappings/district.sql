-- One district with its label point, degrees GCJ-02 as in the file.
SELECT district_id, name_zh, name_en, TRY_CAST(latitude AS DOUBLE) AS latitude, TRY_CAST(longitude AS DOUBLE) AS longitude, geometry
FROM source
