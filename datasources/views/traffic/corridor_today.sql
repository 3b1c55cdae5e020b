-- title: 走廊今日速度 | Speeds along corridors today
-- row: one segment of a corridor and five full minutes of the local day, really measured
-- formula: speed = length (as it was then) x samples / sum of travel times; relative = speed / free-flow speed; urban: a free-flow speed below bottleneck_freeway_kmh (80);
--   slow: on urban roads relative below bottleneck_slow_share (0.5), else speed below bottleneck_slow_kmh (64.4, 40 mph)
-- unit: km/h
-- once: true
-- source: PeMS (additive sums)
SELECT heard.corridor_id, heard.sequence, heard.segment_id, heard.length_m, heard.event_time, heard.speed_kmh, heard.free_flow_kmh, heard.urban,
       heard.speed_kmh / heard.free_flow_kmh AS relative,
       CASE WHEN heard.urban THEN heard.speed_kmh < coalesce(setting('bottleneck_slow_share'), 0.5) * heard.free_flow_kmh
            ELSE heard.speed_kmh < coalesce(setting('bottleneck_slow_kmh'), 64.4) END AS slow
FROM (
  SELECT p.corridor_id, p.sequence, p.segment_id, p.length_m, h.event_time, 3.6 * coalesce(h.length_m, 1) * h.samples / h.travel_time_s AS speed_kmh, f.free_flow_kmh,
         coalesce(f.free_flow_kmh < coalesce(setting('bottleneck_freeway_kmh'), 80), FALSE) AS urban
  FROM corridor_place p JOIN segment_5min h ON h.segment_id = p.segment_id
  LEFT JOIN free_flow f ON f.segment_id = p.segment_id
  LEFT JOIN segment_doubted d ON d.segment_id = h.segment_id AND d.event_time = h.event_time
  WHERE d.segment_id IS NULL AND h.samples > 0 AND h.travel_time_s > 0 AND h.event_time <= as_of() - INTERVAL '300' SECOND AND h.event_time > as_of() - INTERVAL '90000' SECOND
    AND h.event_time >= local_midnight(as_of())) heard
