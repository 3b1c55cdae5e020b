-- title: 区市延时指数过高 | A district crawls
-- row: one district whose delay index is above 2
-- formula: district_league with delay_index > 2
-- unit: -
-- source: 拥堵延时指数 2.0-3.9 拥堵
SELECT 'delay ' || l.district_id AS alert_key,
       '延时指数升至 ' || CAST(round(l.delay_index, 1) AS VARCHAR) AS what_zh, 'Delay index rose to ' || CAST(round(l.delay_index, 1) AS VARCHAR) AS what_en,
       l.name_zh AS where_zh, l.name_en AS where_en,
       CAST(CAST(round(l.km) AS INT) AS VARCHAR) || ' 公里路网平均行程时间加倍' AS consequence_zh,
       'Trips take twice the free-flow time over ' || CAST(CAST(round(l.km) AS INT) AS VARCHAR) || ' km' AS consequence_en,
       l.district_id, d.latitude, d.longitude
FROM district_league l
LEFT JOIN (SELECT district_id, min(latitude) AS latitude, min(longitude) AS longitude FROM district GROUP BY district_id) d ON d.district_id = l.district_id
WHERE l.delay_index > 2
