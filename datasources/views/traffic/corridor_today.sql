-- title: 走廊今日速度 | Speeds along corridors today
-- row: one segment of a corridor and five full minutes of the local day, really measured
-- formula: speed = length x samples / sum of travel times
-- unit: km/h
-- source: PeMS (additive sums)
SELECT p.corridor_id, p.sequence, p.segment_id, p.length_m, h.event_time, 3.6 * p.length_m * h.samples / h.travel_time_s AS speed_kmh
FROM corridor_place p JOIN segment_5min h ON h.segment_id = p.segment_id
WHERE h.samples > 0 AND h.travel_time_s > 0 AND h.event_time <= as_of() - INTERVAL '300' SECOND AND h.event_time > as_of() - INTERVAL '90000' SECOND
  AND h.event_time >= as_of() - INTERVAL '1' SECOND
    * (extract(hour FROM local_time(as_of())) * 3600 + extract(minute FROM local_time(as_of())) * 60 + extract(second FROM local_time(as_of())))
