-- title: 各类诉求按期办结 | Closed on time by type
-- row: 一类诉求，超期最多的在前
--   | one type of request, most late ones first
-- formula: 不晚于期限办结的 / 有办理期限的已办结诉求
--   | closed no later than expected / closed that had an expected time
-- unit: %
-- source: 按期处置率（行业口径） | requests closed in time (definition of the trade in China)
-- opens: request_rows(service = service_code) as service_name
SELECT service_code, min(service_name) AS service_name, min(agency_responsible) AS agency_responsible,
       100.0 * count(*) FILTER (WHERE closed_datetime <= expected_datetime) / count(*) AS value,
       count(*) FILTER (WHERE closed_datetime <= expected_datetime) AS numerator, count(*) AS denominator,
       count(*) FILTER (WHERE closed_datetime > expected_datetime) AS late, quantile_cont(days_open, 0.5) AS median_days, max(event_time) AS event_time
FROM service_request_now
WHERE status = 'closed' AND closed_datetime IS NOT NULL AND expected_datetime IS NOT NULL
GROUP BY service_code
ORDER BY late DESC, value, service_code
