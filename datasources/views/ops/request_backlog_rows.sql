-- title: 积压诉求明细 | Requests open too long
-- row: one request open for more than backlog_days (30), oldest first
-- formula: service_requests_open
-- unit: -
-- source: 311 practice
SELECT * FROM service_requests_open WHERE days_open > coalesce(setting('backlog_days'), 30) ORDER BY days_open DESC, service_request_id
