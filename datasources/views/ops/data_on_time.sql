-- title: 数据按期更新率 | Data updated on time
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 在承诺周期内更新的数据资源数 / 已承诺更新周期的数据资源数（指标 data_on_time）
--   | data resources updated within their promised period / resources that made a promise (indicator data_on_time)
-- unit: %
-- source: 政务数据归集通行口径 | practice of government data collection in China
-- kpi: true
-- target: >= 95
-- coverage_floor: 0.5
-- feeds: indicator
-- rule: 按期/承诺 | on time / promised
-- decimals: 1
-- normal: 95% 以上 | 95 % and more
-- investigate_if: 低于 95%，或某部门有多项资源逾期 | below 95 %, or one department with several late resources
-- possible_causes: 数据交换任务失败；源系统表结构变更；部门停止报送 | exchange jobs failing; a source system changed its schema; a department stopped sending
SELECT CASE WHEN count(*) > 0 THEN 100.0 * sum(numerator) / nullif(sum(denominator), 0) END AS value, sum(numerator) AS numerator, sum(denominator) AS denominator,
       CAST(CASE WHEN count(*) > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, max(content_time) AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM indicator_in_scope WHERE indicator_id = 'data_on_time'
