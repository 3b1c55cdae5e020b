-- title: 串车与大间隔 | Bunches and big gaps
-- row: one vehicle that is bunched with, or far from, the one ahead of it now; worst first
-- formula: headways_now where state is bunched or gap; those bunched by how little, gaps by how much of the plan
-- unit: s
-- source: TransitMatters (bunching), metrics-mvp (gap)
SELECT *, headway_s / 60 AS headway_min, scheduled_headway_s / 60 AS planned_min
FROM headways_now
WHERE state IN ('bunched', 'gap')
ORDER BY CASE WHEN state = 'bunched' THEN ratio ELSE 1 / nullif(ratio, 0) END, route_id, trip_id
