-- title: 积压诉求明细 | Requests open too long
-- row: 一件在办超过 backlog_days（30）天的诉求，最久的在前
--   | one request open for more than backlog_days (30), oldest first
-- formula: 尚未办结且超过期限的诉求 | requests that are not closed and past their time
-- unit: -
-- source: 311 热线通行做法 | practice of 311 hotlines
-- opens: request_history(request = service_request_id) as service_request_id
SELECT * FROM service_requests_open WHERE days_open > coalesce(setting('backlog_days'), 30) ORDER BY days_open DESC, service_request_id
