-- title: 各区市数据更新 | Data updated on time by district
-- row: 一个区市，更新率最低的在前
--   | one district, lowest share first
-- formula: 在承诺周期内更新的数据资源 / 作出承诺的数据资源（指标 data_on_time）
--   | data resources updated within their promised period / resources that made a promise (indicator data_on_time)
-- unit: %
-- source: 政务数据归集通行做法 | practice of government data collection in China
-- opens: indicator_history(indicator = indicator_id, district = district_id) as name
SELECT i.district_id, i.indicator_id, coalesce(d.name_zh, i.district_id) AS name_zh, coalesce(d.name_en, i.district_id) AS name_en,
       100.0 * i.numerator / nullif(i.denominator, 0) AS value, i.numerator, i.denominator, i.denominator - i.numerator AS missing, i.event_time
FROM indicator_now i LEFT JOIN district d ON d.district_id = i.district_id
WHERE i.indicator_id = 'data_on_time' AND i.district_id IS NOT NULL AND (scope() IS NULL OR i.district_id = scope())
ORDER BY value, i.district_id
