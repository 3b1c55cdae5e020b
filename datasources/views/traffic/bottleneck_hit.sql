-- title: 瓶颈速度落差 | Drops of speed along corridors
-- row: one segment and five minutes in which it was slow and the next one downstream was not
-- formula: slow (corridor_today), and the next segment faster by bottleneck_drop_kmh (32.2, 20 mph) or more; on urban roads the next one's relative speed higher by
--   bottleneck_drop_share (0.333) or more; their middles less than bottleneck_spacing_m (4828, 3 miles) apart; both really measured
-- unit: km/h
-- source: Chen, Skabardonis, Varaiya 2004, Systematic identification of freeway bottlenecks; PeMS; for urban roads its thresholds as shares of its 60 mph (docs/adr/0017)
SELECT slow.corridor_id, slow.sequence, slow.segment_id, slow.event_time
FROM (SELECT corridor_id, sequence, start_m + length_m / 2 AS middle_m, lead(sequence) OVER along AS next_sequence, lead(start_m + length_m / 2) OVER along AS next_middle_m
      FROM corridor_place WINDOW along AS (PARTITION BY corridor_id ORDER BY sequence)) pair
JOIN corridor_today slow ON slow.corridor_id = pair.corridor_id AND slow.sequence = pair.sequence
JOIN corridor_today fast ON fast.corridor_id = pair.corridor_id AND fast.sequence = pair.next_sequence AND fast.event_time = slow.event_time
WHERE slow.slow AND pair.next_middle_m - pair.middle_m < coalesce(setting('bottleneck_spacing_m'), 4828)
  AND CASE WHEN slow.urban AND fast.relative IS NOT NULL THEN fast.relative - slow.relative >= coalesce(setting('bottleneck_drop_share'), 0.333)
           ELSE fast.speed_kmh - slow.speed_kmh >= coalesce(setting('bottleneck_drop_kmh'), 32.2) END
