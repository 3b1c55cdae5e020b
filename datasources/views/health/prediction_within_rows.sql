-- title: 预测误差按提前量 | Error by horizon
-- row: one horizon: 0-3, 3-6, 6-12, 12-30 minutes before the passing
-- formula: prediction_error; a positive error: it was predicted later than it passed
-- unit: s
-- source: MBTA
SELECT CASE horizon WHEN 1 THEN '0-3 min' WHEN 2 THEN '3-6 min' WHEN 3 THEN '6-12 min' ELSE '12-30 min' END AS name, value, within AS numerator,
       predictions AS denominator, median_error_s, typical_error_s
FROM prediction_error ORDER BY horizon
