-- title: 路况分级 | Grade bands
-- row: one class of road and where its grades end
-- formula: by ratio (free-flow speed / speed): slow from slow_ratio on, congested from congested_ratio, severe from severe_ratio; by speed (km/h):
--   level 1 畅通 above free_kmh, 2 基本畅通 above mostly_free_kmh, 3 轻度拥堵 above light_kmh, 4 中度拥堵 above moderate_kmh, else 5 严重拥堵;
--   the setting grade_by_speed = 1 chooses speed; a city with other bands replaces this file
-- unit: -
-- source: DB11/T 785 (speed bands of 快速路, 主干路, 次支路); 拥堵延时指数 (ratio bands)
SELECT road_class, coalesce(setting('grade_by_speed'), 0) = 1 AS by_speed, free_kmh, mostly_free_kmh, light_kmh, moderate_kmh,
       1.5 AS slow_ratio, coalesce(setting('congested_ratio'), 2) AS congested_ratio, 4.0 AS severe_ratio
FROM (SELECT 'expressway' AS road_class, 65 AS free_kmh, 50 AS mostly_free_kmh, 35 AS light_kmh, 20 AS moderate_kmh
      UNION ALL SELECT 'arterial', 40, 30, 20, 15
      UNION ALL SELECT 'minor', 35, 25, 15, 10) band
