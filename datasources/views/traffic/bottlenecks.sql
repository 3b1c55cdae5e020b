-- title: 瓶颈 | Bottlenecks
-- row: one segment of a corridor in scope and shift of the local day (am 5-10, noon 10-15, pm 15-20, night) in which a bottleneck was active, the largest delay first
-- formula: duration = 5 min x active five minutes; extent = median length of the queue: the segment and those upstream of it without a break below
--   its slow speed (corridor_today); delay = mean over the active five minutes of what a vehicle loses in the queue against bottleneck_free_kmh (96.6, 60 mph), on urban roads
--   against free flow;
--   active_now: in the latest full five minutes
-- unit: min
-- source: Chen, Skabardonis, Varaiya 2004; PeMS
SELECT q.corridor_id, min(p.name_zh) AS name_zh, min(p.name_en) AS name_en, min(p.direction) AS direction, q.sequence, min(p.segment_id) AS segment_id, min(p.name) AS name,
       q.shift, 5 * count(*) AS duration_min, quantile_cont(q.extent_m, 0.5) AS extent_m, avg(q.delay_s) AS delay_s, min(q.event_time) AS first_time,
       max(q.event_time) AS event_time, max(q.event_time) > as_of() - INTERVAL '600' SECOND AS active_now,
       min(p.start_m) AS start_m, min(p.district_id) AS district_id, min(p.latitude) AS latitude, min(p.longitude) AS longitude
FROM (
  SELECT corridor_id, sequence, event_time, shift, coalesce(sum(length_m) FILTER (WHERE breaks = 0), 0) AS extent_m,
         coalesce(sum(greatest(0, 3.6 * length_m / speed_kmh - 3.6 * length_m / free_kmh)) FILTER (WHERE breaks = 0), 0) AS delay_s
  FROM (
    SELECT a.corridor_id, a.sequence, a.event_time, p.length_m, t.speed_kmh, CASE WHEN t.urban THEN t.free_flow_kmh ELSE coalesce(setting('bottleneck_free_kmh'), 96.6) END AS free_kmh,
           CASE WHEN extract(hour FROM local_time(a.event_time)) BETWEEN 5 AND 9 THEN 'shift_am' WHEN extract(hour FROM local_time(a.event_time)) BETWEEN 10 AND 14 THEN 'shift_noon'
                WHEN extract(hour FROM local_time(a.event_time)) BETWEEN 15 AND 19 THEN 'shift_pm' ELSE 'shift_night' END AS shift,
           sum(CASE WHEN t.slow THEN 0 ELSE 1 END)
             OVER (PARTITION BY a.corridor_id, a.sequence, a.event_time ORDER BY p.sequence DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS breaks
    FROM bottleneck_active a
    JOIN corridor_place p ON p.corridor_id = a.corridor_id AND p.sequence <= a.sequence
    LEFT JOIN corridor_today t ON t.corridor_id = a.corridor_id AND t.sequence = p.sequence AND t.event_time = a.event_time) upstream
  GROUP BY corridor_id, sequence, event_time, shift) q
JOIN corridor_place p ON p.corridor_id = q.corridor_id AND p.sequence = q.sequence
WHERE scope() IS NULL OR p.district_id = scope()
GROUP BY q.corridor_id, q.sequence, q.shift
ORDER BY delay_s DESC, duration_min DESC, q.corridor_id, q.sequence
