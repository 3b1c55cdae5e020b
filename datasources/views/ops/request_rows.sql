-- title: 已办结诉求 | Closed requests
-- row: 一件有期限的已办结诉求，属于参数 service 所指类别（不给则全部），超期最久的在前
--   | one closed request with a due time, of the type named by the parameter service (all when absent), the latest against its due time first
-- formula: late_s = 办结时刻 - 期限；负值为按期
--   | late_s = closing - due time; negative: closed in time
-- unit: s
-- source: Open311 GeoReport v2 | Open311 GeoReport v2
-- opens: request_history(request = service_request_id) as service_request_id
-- columns: service_request_id = 编号 | Number; closed_datetime = 办结 | Closed; late_s = 超期 | Late by : duration
SELECT service_request_id, service_code, service_name, agency_responsible, address, requested_datetime, expected_datetime, closed_datetime,
       CAST(date_diff('second', expected_datetime, closed_datetime) AS DOUBLE) AS late_s, days_open, district_id, latitude, longitude
FROM service_request_now
WHERE status = 'closed' AND closed_datetime IS NOT NULL AND expected_datetime IS NOT NULL
  AND (parameter('service') IS NULL OR service_code = parameter('service'))
ORDER BY late_s DESC, service_request_id
