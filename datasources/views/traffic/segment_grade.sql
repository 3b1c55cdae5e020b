-- title: 全网路段分级 | All road segments graded
-- row: one road segment of the city, as segment_state, with its grade; a reading whose detector is in doubt counts as none (health says why)
-- formula: grade 0 unknown, 1 free, 2 slow, 3 congested, 4 severe, by the bands of its class (grade_bands; a class not named there: minor);
--   level 1..5 when graded by speed, NULL by ratio; levels 1 and 2 are grade 1 (畅通, 基本畅通), 3 is 2 (轻度), 4 is 3 (中度), 5 is 4 (严重)
-- unit: grade
-- once: true
-- source: DB11/T 785; 拥堵延时指数
SELECT g.segment_id, g.name, g.road_class, g.length_m, g.latitude, g.longitude, g.district_id, g.free_flow_kmh, g.speed_kmh, g.ratio, g.travel_time_s,
       g.free_flow_time_s, g.samples, g.imputed_share, g.empty, g.event_time, g.age_s, g.health, g.level,
       CASE WHEN g.speed_kmh IS NULL OR (g.level IS NULL AND g.ratio IS NULL) THEN 0
            WHEN g.level IS NOT NULL THEN CASE WHEN g.level <= 2 THEN 1 ELSE g.level - 1 END
            WHEN g.ratio < g.slow_ratio THEN 1 WHEN g.ratio < g.congested_ratio THEN 2 WHEN g.ratio < g.severe_ratio THEN 3 ELSE 4 END AS grade
FROM (SELECT s.segment_id, s.name, s.road_class, s.length_m, s.latitude, s.longitude, s.district_id, s.free_flow_kmh, s.speed_kmh, s.ratio, s.travel_time_s,
             s.free_flow_time_s, s.samples, s.imputed_share, s.empty, s.event_time, s.age_s, s.health, b.slow_ratio, b.congested_ratio, b.severe_ratio,
             CASE WHEN b.by_speed AND s.speed_kmh IS NOT NULL
                  THEN CASE WHEN s.speed_kmh > b.free_kmh THEN 1 WHEN s.speed_kmh > b.mostly_free_kmh THEN 2 WHEN s.speed_kmh > b.light_kmh THEN 3
                            WHEN s.speed_kmh > b.moderate_kmh THEN 4 ELSE 5 END END AS level
      FROM segment_believed s JOIN grade_bands b
        ON b.road_class = CASE WHEN s.road_class IN (SELECT road_class FROM grade_bands) THEN s.road_class ELSE 'minor' END) g
