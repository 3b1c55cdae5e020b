-- One request each time it changed.
SELECT event_time, service_request_id, status, service_code, service_name, agency_responsible, address, requested_datetime,
       event_time AS updated_datetime, expected_datetime, CASE WHEN status = 'closed' THEN event_time END AS closed_datetime, latitude, longitude
FROM source
