-- One Open311 request as it is now. GeoReport v2 has no time of closing: it is the last change of a closed one.
SELECT utc(updated_datetime) AS event_time, service_request_id, status, service_code, service_name, agency_responsible, address,
       utc(requested_datetime) AS requested_datetime, utc(updated_datetime) AS updated_datetime, utc(expected_datetime) AS expected_datetime,
       CASE WHEN status = 'closed' THEN utc(updated_datetime) END AS closed_datetime,
       TRY_CAST(lat AS DOUBLE) AS latitude, TRY_CAST(long AS DOUBLE) AS longitude
FROM source
