-- title: 诉求原始记录 | What came of a request
-- row: 参数 request 所指诉求的一条原样保存的记录，最新的在前
--   | one row as it came, of the request named by the parameter request, newest first
-- formula: 诉求的每次上报，原样 | each report of the request as it came
-- unit: -
-- source: 数据源原始记录 | the feed's own rows
-- columns: service_request_id = 编号 | Number; status = 办理状态 | Status; closed_datetime = 办结 | Closed
SELECT event_time, received_at, feed, service_request_id, status, status_notes, service_name, agency_responsible, address, requested_datetime,
       expected_datetime, closed_datetime, district_id, latitude, longitude, batch
FROM service_request
WHERE service_request_id = parameter('request') AND event_time <= as_of() AND received_at <= as_of()
  AND event_time > as_of() - INTERVAL '34560000' SECOND
ORDER BY event_time DESC, received_at DESC
