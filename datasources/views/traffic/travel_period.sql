-- title: 出行时段 | Periods of travel
-- row: one period and the local hours it holds, on working days or on the others; a period may have several rows
-- formula: am, midday, pm, weekend as in 23 CFR 490.513 (LOTTR) and with overnight 490.611 (TTTR); peak: am_peak_from..to (7-9) and pm_peak_from..to (17-19);
--   a city with other periods replaces this file
-- unit: hour
-- source: 23 CFR 490.513, 490.611; DB11/T 785 (peaks)
SELECT 'am' AS period, TRUE AS workday, 6 AS from_hour, 10 AS to_hour
UNION ALL SELECT 'midday', TRUE, 10, 16
UNION ALL SELECT 'pm', TRUE, 16, 20
UNION ALL SELECT 'weekend', FALSE, 6, 20
UNION ALL SELECT 'overnight', TRUE, 20, 24
UNION ALL SELECT 'overnight', TRUE, 0, 6
UNION ALL SELECT 'overnight', FALSE, 20, 24
UNION ALL SELECT 'overnight', FALSE, 0, 6
UNION ALL SELECT 'peak', TRUE, coalesce(setting('am_peak_from'), 7), coalesce(setting('am_peak_to'), 9)
UNION ALL SELECT 'peak', TRUE, coalesce(setting('pm_peak_from'), 17), coalesce(setting('pm_peak_to'), 19)
