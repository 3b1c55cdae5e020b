-- title: 诉求超期积压 | Overdue requests pile up
-- row: one type of request of which a quarter of the open ones, and at least fifteen, are overdue
-- formula: requests_open_rows with overdue >= 15 and overdue / value >= 0.25
-- unit: 件 | request(s)
-- source: 311 practice
SELECT 'overdue ' || service_code AS alert_key,
       service_name || ' 超期增至 ' || CAST(overdue AS VARCHAR) || ' 件' AS what_zh, 'Overdue rose to ' || CAST(overdue AS VARCHAR) || ': ' || service_name AS what_en,
       agency_responsible AS where_zh, agency_responsible AS where_en,
       '报警时在办 ' || CAST(value AS VARCHAR) || ' 件，最早 ' || CAST(CAST(round(oldest_days) AS INT) AS VARCHAR) || ' 天' AS consequence_zh,
       'When raised, ' || CAST(value AS VARCHAR) || ' open, the oldest for ' || CAST(CAST(round(oldest_days) AS INT) AS VARCHAR) || ' d' AS consequence_en,
       CAST(NULL AS VARCHAR) AS district_id, CAST(NULL AS DOUBLE) AS latitude, CAST(NULL AS DOUBLE) AS longitude
FROM requests_open_rows
WHERE overdue >= 15 AND overdue >= 0.25 * value
