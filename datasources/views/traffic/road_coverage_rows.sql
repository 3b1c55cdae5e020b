-- title: 路网覆盖构成 | What is known of the roads
-- row: 范围内的一个道路等级，覆盖最低的在前
--   | one class of road in scope, the least covered first
-- formula: 实测：真实测得；推算：仅由数据源补齐；存疑：检测器异常；无数据：未收到
--   | observed: really measured; imputed: only filled in by the source; in_doubt: measured by a detector in doubt; silent: nothing came
-- unit: km
-- source: PeMS（实测占比、推算占比） | PeMS (share observed, share imputed)
-- opens: segment_rows(road_class = road_class) as road_class
SELECT coalesce(road_class, '-') AS road_class, coalesce(sum(length_m) FILTER (WHERE speed_kmh IS NOT NULL OR empty), 0) / nullif(sum(length_m), 0) AS coverage,
       coalesce(sum(length_m) FILTER (WHERE speed_kmh IS NOT NULL OR empty), 0) / 1000 AS observed_km,
       coalesce(sum(length_m) FILTER (WHERE speed_kmh IS NULL AND NOT empty AND imputed_share = 1), 0) / 1000 AS imputed_km,
       coalesce(sum(length_m) FILTER (WHERE speed_kmh IS NULL AND NOT empty AND imputed_share < 1), 0) / 1000 AS in_doubt_km,
       coalesce(sum(length_m) FILTER (WHERE samples IS NULL), 0) / 1000 AS silent_km, sum(length_m) / 1000 AS length_km
FROM segment_now
GROUP BY coalesce(road_class, '-')
ORDER BY coverage, road_class
