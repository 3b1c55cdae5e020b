-- title: 各区市隐患整改 | Hazards rectified by district
-- row: 一个区市，整改率最低的在前
--   | one district, lowest share first
-- formula: 验收通过的隐患 / 发现的隐患（指标 hazard_rectified）
--   | hazards whose rectification passed acceptance / hazards found (indicator hazard_rectified)
-- unit: %
-- source: 隐患整改率（省级通行口径） | share of hazards rectified, provincial practice
-- opens: indicator_history(indicator = indicator_id, district = district_id) as name
SELECT i.district_id, i.indicator_id, coalesce(d.name_zh, i.district_id) AS name_zh, coalesce(d.name_en, i.district_id) AS name_en,
       100.0 * i.numerator / nullif(i.denominator, 0) AS value, i.numerator, i.denominator, i.denominator - i.numerator AS missing, i.event_time
FROM indicator_now i LEFT JOIN district d ON d.district_id = i.district_id
WHERE i.indicator_id = 'hazard_rectified' AND i.district_id IS NOT NULL AND (scope() IS NULL OR i.district_id = scope())
ORDER BY value, i.district_id
