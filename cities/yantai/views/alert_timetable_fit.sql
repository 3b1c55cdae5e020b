-- title: 时刻表与车辆不符 | The timetable does not fit the buses
-- row: one feed of positions on trips of another timetable, an hour off its own, or on a day that the timetable does not know
-- formula: timetable_fit with verdict foreign_timetable, hour_off or other_day
-- unit: -
-- source: timetable_fit
SELECT 'timetable ' || feed AS alert_key,
       CASE verdict WHEN 'hour_off' THEN '与时刻表相差一小时' WHEN 'other_day' THEN '时刻表没有今天的班次' ELSE '时刻表不是同一版本' END AS what_zh,
       CASE verdict WHEN 'hour_off' THEN 'An hour off the timetable' WHEN 'other_day' THEN 'No trips on the timetable today' ELSE 'The timetable is another one' END AS what_en,
       title_zh AS where_zh, title_en AS where_en,
       CASE WHEN verdict = 'hour_off' THEN '报警时偏差中位 ' || CAST(CAST(round(median_delay_s / 60) AS INT) AS VARCHAR) || ' 分，准点与间隔指标停算'
            ELSE '报警时 ' || CAST(matched AS VARCHAR) || '/' || CAST(heard AS VARCHAR) || ' 辆对得上班次，准点与间隔指标停算' END AS consequence_zh,
       CASE WHEN verdict = 'hour_off' THEN 'When raised, median deviation ' || CAST(CAST(round(median_delay_s / 60) AS INT) AS VARCHAR) || ' min; punctuality and headways not computed'
            ELSE 'When raised, ' || CAST(matched AS VARCHAR) || '/' || CAST(heard AS VARCHAR) || ' vehicles matched; punctuality and headways not computed' END AS consequence_en,
       CAST(NULL AS VARCHAR) AS district_id, CAST(NULL AS DOUBLE) AS latitude, CAST(NULL AS DOUBLE) AS longitude
FROM timetable_fit
WHERE verdict IN ('foreign_timetable', 'hour_off', 'other_day')
