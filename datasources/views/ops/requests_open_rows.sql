-- title: 各类在办诉求 | Open requests by type
-- row: 一类有在办件的诉求，最多的在前
--   | one type of request with open ones, most first
-- formula: 在办、超期、超过 30 天
--   | open, overdue, older than 30 days
-- unit: 件 | request(s)
-- source: Open311 GeoReport v2 | Open311 GeoReport v2
-- opens: open_request_rows(service = service_code) as service_name
SELECT service_code, min(service_name) AS service_name, min(agency_responsible) AS agency_responsible, count(*) AS value,
       count(*) FILTER (WHERE overdue) AS overdue, count(*) FILTER (WHERE days_open > 30) AS over_30_days, max(days_open) AS oldest_days
FROM service_requests_open
GROUP BY service_code
ORDER BY value DESC, service_code
