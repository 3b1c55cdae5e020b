-- title: 积压诉求 | Request backlog
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 在办超过 backlog_days（30）天的诉求数；分母 = 在办数 | open for more than backlog_days (30); denominator = open
-- unit: 件 | request(s)
-- source: 311 热线惯例 | 311 practice
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: service_request
-- rule: 超过 30 天未办结 | open over 30 days
-- decimals: 0
-- normal: 低于在办诉求的 5% | under 5 % of open requests
-- investigate_if: 连续一周增长 | it grows for a week
-- possible_causes: 诉求在部门之间流转；工单等待施工单位；已办结案件未标记
--   | requests between two departments; orders that wait for a contractor; closed cases never marked
SELECT CASE WHEN known > 0 THEN CAST(old AS DOUBLE) END AS value, CAST(old AS DOUBLE) AS numerator, CAST(open AS DOUBLE) AS denominator,
       CAST(CASE WHEN known > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, newest AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM (SELECT count(*) AS known, count(*) FILTER (WHERE status = 'open') AS open,
             count(*) FILTER (WHERE status = 'open' AND days_open > coalesce(setting('backlog_days'), 30)) AS old, max(event_time) AS newest
      FROM service_request_now) counted
