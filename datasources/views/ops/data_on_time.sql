-- title: 数据按期更新率 | Data updated on time
-- row: one row for the scope
-- formula: data resources updated within their promised period / resources that made a promise (indicator data_on_time)
-- unit: %
-- source: 政务数据归集 practice
-- kpi: true
-- target: >= 95
-- coverage_floor: 0.5
-- feeds: indicator
-- rule: 按期/承诺 | on time / promised
-- decimals: 1
-- normal: 95 % and more
-- investigate_if: below 95 %, or one department with several late resources
-- possible_causes: exchange jobs failing; a source system changed its schema; a department stopped sending
SELECT CASE WHEN count(*) > 0 THEN 100.0 * sum(numerator) / nullif(sum(denominator), 0) END AS value, sum(numerator) AS numerator, sum(denominator) AS denominator,
       CAST(CASE WHEN count(*) > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, max(content_time) AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM indicator_in_scope WHERE indicator_id = 'data_on_time'
