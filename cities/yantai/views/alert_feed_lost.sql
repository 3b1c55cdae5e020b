-- title: 数据源中断 | A feed is lost
-- row: one feed that is stale or down
-- formula: feed_status with state STALE or DOWN
-- unit: -
-- source: standard
SELECT 'feed ' || feed AS alert_key,
       CASE WHEN state = 'DOWN' THEN '数据中断' ELSE '数据过期' END AS what_zh, CASE WHEN state = 'DOWN' THEN 'No data' ELSE 'Stale data' END AS what_en,
       title_zh AS where_zh, title_en AS where_en,
       '相关指标不再可信' AS consequence_zh, 'Figures that rest on it are not shown' AS consequence_en,
       CAST(NULL AS VARCHAR) AS district_id, CAST(NULL AS DOUBLE) AS latitude, CAST(NULL AS DOUBLE) AS longitude
FROM feed_status
WHERE state IN ('STALE', 'DOWN')
