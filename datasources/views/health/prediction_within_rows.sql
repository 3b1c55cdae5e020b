-- title: 预测误差按提前量 | Error by horizon
-- row: 每行为一个提前量：过站前 0-3、3-6、6-12、12-30 分钟 | one horizon: 0-3, 3-6, 6-12, 12-30 minutes before the passing
-- formula: 预测时刻 - 实际过站时刻；正值表示预测偏晚 | predicted passing - actual passing; a positive error: it was predicted later than it passed
-- unit: s
-- source: MBTA 预测准确度标准 | MBTA standard of prediction accuracy
SELECT CASE horizon WHEN 1 THEN '0～3 分 | 0-3 min' WHEN 2 THEN '3～6 分 | 3-6 min' WHEN 3 THEN '6～12 分 | 6-12 min' ELSE '12～30 分 | 12-30 min' END AS name, value, within AS numerator,
       predictions AS denominator, median_error_s, typical_error_s
FROM prediction_error ORDER BY horizon
