-- title: 积压诉求 | Request backlog
-- row: one row for the scope
-- formula: open for more than backlog_days (30); denominator = open
-- unit: 件 | requests
-- source: 311 practice
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: service_request
-- rule: 超过 30 天未办结 | open over 30 days
-- decimals: 0
-- normal: under 5 % of open requests
-- investigate_if: it grows for a week
-- possible_causes: requests between two departments; orders that wait for a contractor; closed cases never marked
SELECT CASE WHEN known > 0 THEN CAST(old AS DOUBLE) END AS value, CAST(old AS DOUBLE) AS numerator, CAST(open AS DOUBLE) AS denominator,
       CAST(CASE WHEN known > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, newest AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM (SELECT count(*) AS known, count(*) FILTER (WHERE status = 'open') AS open,
             count(*) FILTER (WHERE status = 'open' AND days_open > coalesce(setting('backlog_days'), 30)) AS old, max(event_time) AS newest
      FROM service_request_now) counted
