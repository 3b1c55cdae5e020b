-- title: 诉求现状 | Service requests
-- row: one service request, as last seen, heard of in the last request_days (90)
-- formula: newest row of the request by updated_datetime
-- unit: -
-- source: Open311 GeoReport v2
SELECT *, coalesce(closed_datetime, as_of()) > expected_datetime AS overdue, date_diff('second', requested_datetime, coalesce(closed_datetime, as_of())) / 86400.0 AS days_open
FROM service_request
WHERE event_time <= as_of() AND received_at <= as_of()
  AND event_time > as_of() - INTERVAL '86400' SECOND * coalesce(CAST(parameter('request_days') AS DOUBLE), setting('request_days'), 90)
  AND (scope() IS NULL OR district_id = scope())
QUALIFY row_number() OVER (PARTITION BY feed, service_request_id ORDER BY event_time DESC, received_at DESC) = 1
