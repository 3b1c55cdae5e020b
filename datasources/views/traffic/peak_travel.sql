-- title: 高峰行程时间汇总 | Peak travel times added up
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: sums over segments with a known peak and free-flow speed; every segment counts the same number of vehicles (weighs by its length); road_m: all segments
-- unit: s
-- once: true
-- source: FHWA Urban Congestion Report
SELECT sum(mean_s) AS mean_s, sum(p95_s) AS p95_s, sum(free_flow_s) AS free_flow_s, sum(length_m) AS known_m, count(*) AS known, max(event_time) AS event_time,
       min(days) AS fewest_days, max(days) AS most_days,
       coalesce(sum(length_m) / (SELECT nullif(sum(coalesce(length_m, 1)), 0) FROM road_segment WHERE scope() IS NULL OR district_id = scope()), 0) AS coverage
FROM segment_reliability_last
WHERE period = 'peak' AND known AND free_flow_s > 0
