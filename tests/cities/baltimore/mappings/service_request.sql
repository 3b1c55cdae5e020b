-- One request as last seen. Times are local. Duplicates and transfers were closed too.
SELECT greatest(created, coalesce(changed, created), coalesce(closed, created)) AS event_time, service_request_id,
       status, status_notes, service_code, service_name, agency_responsible, address,
       created AS requested_datetime, greatest(created, coalesce(changed, created), coalesce(closed, created)) AS updated_datetime,
       due AS expected_datetime, closed AS closed_datetime, latitude, longitude
FROM (SELECT ServiceRequestNum AS service_request_id, CASE WHEN SRStatus LIKE 'Closed%' THEN 'closed' ELSE 'open' END AS status,
             SRStatus AS status_notes, SRType AS service_code, SRType AS service_name, Agency AS agency_responsible, Address AS address,
             local_to_utc(try_strptime(CreatedDate, '%m/%d/%Y %I:%M:%S %p')) AS created,
             local_to_utc(try_strptime(StatusDate, '%m/%d/%Y %I:%M:%S %p')) AS changed,
             local_to_utc(try_strptime(DueDate, '%m/%d/%Y %I:%M:%S %p')) AS due,
             local_to_utc(try_strptime(CloseDate, '%m/%d/%Y %I:%M:%S %p')) AS closed,
             TRY_CAST(Latitude AS DOUBLE) AS latitude, TRY_CAST(Longitude AS DOUBLE) AS longitude
      FROM source) request
