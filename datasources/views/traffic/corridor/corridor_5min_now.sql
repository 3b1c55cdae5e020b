-- title: 走廊五分钟行程时间 | Travel times of corridors over five minutes
-- row: one corridor, whole; written every five minutes to corridor_5min
-- formula: sums of travel times and free-flow times of the segments heard of, their length, the length of all
-- unit: s
-- source: PeMS (additive sums)
SELECT p.corridor_id, sum(g.travel_time_s) FILTER (WHERE g.ratio IS NOT NULL) AS travel_time_s, sum(g.free_flow_time_s) FILTER (WHERE g.ratio IS NOT NULL) AS free_flow_time_s,
       coalesce(sum(p.length_m) FILTER (WHERE g.ratio IS NOT NULL), 0) AS heard_m, sum(p.length_m) AS length_m
FROM corridor_place p LEFT JOIN segment_grade g ON g.segment_id = p.segment_id
GROUP BY p.corridor_id
