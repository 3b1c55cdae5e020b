-- title: 诉求按期办结率 | Requests closed on time
-- row: one row for the scope
-- formula: closed no later than expected / closed that had an expected time, closed in the last request_days (90)
-- unit: %
-- source: 按期处置率; 311 practice (close <= due)
-- kpi: true
-- target: >= 90
-- coverage_floor: 0.5
-- feeds: service_request
-- rule: 按期办结/应办结 | closed by due / closed
-- decimals: 1
-- normal: 80 to 95 %
-- investigate_if: one department or type ten points under the rest, or a fall over two weeks
-- possible_causes: a department short of people; due times set wrong for a type; orders closed and opened again
SELECT 100.0 * on_time / nullif(closed_due, 0) AS value, CAST(on_time AS DOUBLE) AS numerator, CAST(closed_due AS DOUBLE) AS denominator,
       coalesce(CAST(closed_due AS DOUBLE) / nullif(closed, 0), 0) AS coverage, newest AS content_time, concat(closed_due, '/', closed) AS sample
FROM (SELECT count(*) FILTER (WHERE status = 'closed') AS closed,
             count(*) FILTER (WHERE status = 'closed' AND closed_datetime IS NOT NULL AND expected_datetime IS NOT NULL) AS closed_due,
             count(*) FILTER (WHERE status = 'closed' AND closed_datetime <= expected_datetime) AS on_time, max(event_time) AS newest
      FROM service_request_now) counted
