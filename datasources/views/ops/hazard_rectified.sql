-- title: 隐患整改率 | Hazards rectified
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 整改验收通过的隐患数 / 发现的隐患数（指标 hazard_rectified）
--   | hazards whose rectification passed acceptance / hazards found (indicator hazard_rectified)
-- unit: %
-- source: 隐患整改率，省级通行口径 | share of hazards rectified, provincial practice
-- kpi: true
-- target: >= 95
-- coverage_floor: 0.5
-- feeds: indicator
-- rule: 整改验收/发现 | accepted / found
-- decimals: 1
-- normal: 95% 以上；隐患发现数为零并非好事 | 95 % and more; zero hazards found is not good news
-- investigate_if: 低于 95%，或某岗位连续数周未发现隐患 | below 95 %, or a post that finds nothing for weeks
-- possible_causes: 验收滞后；责任主体缺少整改资金；检查记录未录入 | late acceptance; owners without money; inspections not entered
SELECT CASE WHEN count(*) > 0 THEN 100.0 * sum(numerator) / nullif(sum(denominator), 0) END AS value, sum(numerator) AS numerator, sum(denominator) AS denominator,
       CAST(CASE WHEN count(*) > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, max(content_time) AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM indicator_in_scope WHERE indicator_id = 'hazard_rectified'
