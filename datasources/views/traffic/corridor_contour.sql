-- title: 走廊速度时空图 | Speed contour of a corridor
-- row: one segment and five minutes of the corridor named by the parameter corridor, of the last contour_s (parameter, 21600 s; at most a day)
-- formula: speed = length x samples / sum of travel times; ratio = free-flow speed / speed; imputed: nothing was measured, only filled in
-- unit: km/h
-- source: PeMS (additive sums)
SELECT h.event_time, p.sequence, p.segment_id, p.name, p.start_m, p.length_m,
       3.6 * p.length_m * h.samples / nullif(h.travel_time_s, 0) AS speed_kmh, f.free_flow_kmh,
       f.free_flow_kmh * h.travel_time_s / nullif(3.6 * p.length_m * h.samples, 0) AS ratio, h.samples = 0 AS imputed
FROM corridor_place p
JOIN segment_5min h ON h.segment_id = p.segment_id
LEFT JOIN free_flow f ON f.segment_id = p.segment_id
WHERE p.corridor_id = parameter('corridor') AND h.event_time <= as_of() - INTERVAL '300' SECOND
  AND h.event_time > as_of() - INTERVAL '1' SECOND * least(coalesce(CAST(parameter('contour_s') AS BIGINT), 21600), 86400)
ORDER BY h.event_time, p.sequence
