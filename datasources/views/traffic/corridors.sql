-- title: 走廊 | Corridors
-- row: one corridor that touches scope(), as it is now, whole; the slowest against free flow first
-- formula: ratio = travel times / free-flow travel times of the segments heard; speed = their length / travel time; coverage = their length / length
-- unit: -
-- once: true
-- source: PeMS (ratios of sums)
SELECT p.corridor_id, min(p.name_zh) AS name_zh, min(p.name_en) AS name_en, min(p.direction) AS direction, count(*) AS segments,
       sum(p.length_m) / 1000 AS length_km,
       3.6 * sum(p.length_m) FILTER (WHERE g.ratio IS NOT NULL) / nullif(sum(g.travel_time_s) FILTER (WHERE g.ratio IS NOT NULL), 0) AS speed_kmh,
       sum(g.travel_time_s) FILTER (WHERE g.ratio IS NOT NULL) / nullif(sum(g.free_flow_time_s) FILTER (WHERE g.ratio IS NOT NULL), 0) AS ratio,
       sum(g.travel_time_s - g.free_flow_time_s) AS extra_s,
       coalesce(sum(p.length_m) FILTER (WHERE g.grade >= 3), 0) / 1000 AS congested_km,
       coalesce(sum(p.length_m) FILTER (WHERE g.grade > 0 OR g.empty), 0) / nullif(sum(p.length_m), 0) AS coverage, max(g.event_time) AS event_time
FROM corridor_place p LEFT JOIN segment_grade g ON g.segment_id = p.segment_id
GROUP BY p.corridor_id
HAVING scope() IS NULL OR count(*) FILTER (WHERE p.district_id = scope()) > 0
ORDER BY ratio DESC, corridor_id
