-- title: 在办诉求 | Open requests
-- row: one open service request, most overdue first
-- formula: overdue_s = now - expected time (negative: time left)
-- unit: -
-- source: Open311 GeoReport v2
SELECT service_request_id, service_code, service_name, agency_responsible, address, status_notes, requested_datetime, expected_datetime,
       CAST(date_diff('second', requested_datetime, as_of()) AS DOUBLE) AS age_s, CAST(date_diff('second', expected_datetime, as_of()) AS DOUBLE) AS overdue_s,
       coalesce(overdue, FALSE) AS overdue, days_open, latitude, longitude, district_id, event_time
FROM service_request_now
WHERE status = 'open'
ORDER BY overdue_s DESC NULLS LAST, requested_datetime, service_request_id
