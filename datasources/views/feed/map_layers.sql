-- title: 地图图层 | Map layers
-- row: one state of one map layer: how many, how long, how fresh
-- formula: counts over vehicles, road_grades (grade_0 unknown .. grade_4 severe), work_zones_now, alerts and incidents with a place
-- unit: -
-- source: standard
SELECT 'vehicles' AS layer, state, count(*) AS count, CAST(NULL AS DOUBLE) AS length_m, max(event_time) AS content_time FROM vehicles GROUP BY state
UNION ALL
SELECT 'roads', concat('grade_', grade), count(*), sum(length_m), max(as_of() - INTERVAL '1' SECOND * age_s) FROM road_grades GROUP BY grade
UNION ALL
SELECT 'marks', 'open', count(*), CAST(NULL AS DOUBLE), max(event_time)
FROM (SELECT event_time, latitude FROM alerts_now UNION ALL SELECT event_time, latitude FROM incidents_now) marked WHERE latitude IS NOT NULL
UNION ALL
SELECT 'works', state, count(*), CAST(NULL AS DOUBLE), max(event_time) FROM work_zones_now GROUP BY state
