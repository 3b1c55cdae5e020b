-- title: 车辆位置大面积过旧 | Many buses are silent
-- row: one feed of positions of which a fifth of the buses in service, of at least twenty, is older than 150 s
-- formula: feed_outage where outage
-- unit: -
-- source: Skate (MBTA)
SELECT 'outage ' || feed AS alert_key, '车辆位置大面积过旧' AS what_zh, 'Many buses are silent' AS what_en, title_zh AS where_zh, title_en AS where_en,
       '报警时在营 ' || CAST(considered AS VARCHAR) || ' 辆中 ' || CAST(old AS VARCHAR) || ' 辆超过 150 秒未上报' AS consequence_zh,
       'When raised, ' || CAST(old AS VARCHAR) || ' of ' || CAST(considered AS VARCHAR) || ' buses in service were older than 150 s' AS consequence_en,
       CAST(NULL AS VARCHAR) AS district_id, CAST(NULL AS DOUBLE) AS latitude, CAST(NULL AS DOUBLE) AS longitude
FROM feed_outage
WHERE outage
