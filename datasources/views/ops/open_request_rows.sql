-- title: 在办诉求明细 | Open requests of a type
-- row: 一件在办诉求，属于参数 service 所指类别（不给则全部），超期最久的在前
--   | one open request of the type named by the parameter service (all when absent), most overdue first
-- formula: 尚未办结的诉求 | requests that are not closed
-- unit: s
-- source: Open311 GeoReport v2 | Open311 GeoReport v2
-- opens: request_history(request = service_request_id) as service_request_id
-- columns: service_request_id = 编号 | Number
SELECT * FROM service_requests_open WHERE parameter('service') IS NULL OR service_code = parameter('service')
