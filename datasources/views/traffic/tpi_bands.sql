-- title: 交通运行指数换算 | Bands of the traffic performance index
-- row: one piece of the line from what is measured to the index; the setting tpi_by_ratio = 1 chooses the travel-time ratio, else the share of severely congested length
-- formula: between share_from and share_to (or ratio_from and ratio_to) the index runs straight from tpi_from to tpi_to; a city with other bands replaces this file
-- unit: -
-- source: DB11/T 785 annex C (4, 8, 11, 14, 24 % of severely congested length); travel-time ratio family (extra time 0.2, 0.5, 0.8, 1.1)
SELECT 0.0 AS tpi_from, 2.0 AS tpi_to, 0.0 AS share_from, 0.04 AS share_to, 1.0 AS ratio_from, 1.2 AS ratio_to
UNION ALL SELECT 2.0, 4.0, 0.04, 0.08, 1.2, 1.5
UNION ALL SELECT 4.0, 6.0, 0.08, 0.11, 1.5, 1.8
UNION ALL SELECT 6.0, 8.0, 0.11, 0.14, 1.8, 2.1
UNION ALL SELECT 8.0, 10.0, 0.14, 0.24, 2.1, 2.4
