-- title: 隐患整改率 | Hazards rectified
-- row: one row for the scope
-- formula: hazards whose rectification passed acceptance / hazards found (indicator hazard_rectified)
-- unit: %
-- source: 隐患整改率, provincial practice
-- kpi: true
-- target: >= 95
-- coverage_floor: 0.5
-- feeds: indicator
-- rule: 整改验收/发现 | accepted / found
-- decimals: 1
-- normal: 95 % and more; zero hazards found is not good news
-- investigate_if: below 95 %, or a post that finds nothing for weeks
-- possible_causes: late acceptance; owners without money; inspections not entered
SELECT CASE WHEN count(*) > 0 THEN 100.0 * sum(numerator) / nullif(sum(denominator), 0) END AS value, sum(numerator) AS numerator, sum(denominator) AS denominator,
       CAST(CASE WHEN count(*) > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, max(content_time) AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM indicator_in_scope WHERE indicator_id = 'hazard_rectified'
