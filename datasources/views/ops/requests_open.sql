-- title: 在办诉求数 | Requests open
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 在办诉求数；分子 = 其中超期数，分母 = 在办数 | open requests; numerator = of these overdue, denominator = open
-- unit: 件 | request(s)
-- source: Open311 GeoReport v2 | Open311 GeoReport v2
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: service_request
-- rule: 在办，其中超期 | open, of these overdue
-- decimals: 0
-- normal: 因城市而异，主要看走势 | depends on the city; look at the trend
-- investigate_if: 连续一周增长，或超期占到十分之一 | the count grows for a week, or a tenth is overdue
-- possible_causes: 暴雨等极端天气；新服务上线宣传；某部门停止办结 | a storm; a new service advertised; a department that stopped closing
SELECT CASE WHEN known > 0 THEN CAST(open AS DOUBLE) END AS value, CAST(overdue AS DOUBLE) AS numerator, CAST(open AS DOUBLE) AS denominator,
       CAST(CASE WHEN known > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, newest AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM (SELECT count(*) AS known, count(*) FILTER (WHERE status = 'open') AS open, count(*) FILTER (WHERE status = 'open' AND overdue) AS overdue,
             max(event_time) AS newest FROM service_request_now) counted
