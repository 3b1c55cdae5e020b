-- title: 诉求按期办结率 | Requests closed on time
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 不晚于期限办结的诉求数 / 有办理期限的已办结诉求数，取最近 request_days（90）天内办结的诉求
--   | closed no later than expected / closed that had an expected time, closed in the last request_days (90)
-- unit: %
-- source: 按期处置率；311 热线惯例（办结时间 <= 期限） | share closed in time; 311 practice (close <= due)
-- kpi: true
-- target: >= 90
-- coverage_floor: 0.5
-- feeds: service_request
-- rule: 按期办结/应办结 | closed by due / closed
-- decimals: 1
-- normal: 通常在 80%～95% 之间 | 80 to 95 %
-- investigate_if: 某部门或某类诉求比其他低 10 个百分点，或连续两周下降 | one department or type ten points under the rest, or a fall over two weeks
-- possible_causes: 承办部门人手不足；某类诉求期限设置有误；工单办结后又重开
--   | a department short of people; due times set wrong for a type; orders closed and opened again
SELECT 100.0 * on_time / nullif(closed_due, 0) AS value, CAST(on_time AS DOUBLE) AS numerator, CAST(closed_due AS DOUBLE) AS denominator,
       coalesce(CAST(closed_due AS DOUBLE) / nullif(closed, 0), 0) AS coverage, newest AS content_time, concat(closed_due, '/', closed) AS sample
FROM (SELECT count(*) FILTER (WHERE status = 'closed') AS closed,
             count(*) FILTER (WHERE status = 'closed' AND closed_datetime IS NOT NULL AND expected_datetime IS NOT NULL) AS closed_due,
             count(*) FILTER (WHERE status = 'closed' AND closed_datetime <= expected_datetime) AS on_time, max(event_time) AS newest
      FROM service_request_now) counted
