-- title: 路段最近两个五分钟 | The latest two five minutes of each segment
-- row: one segment and one of the latest two full five minutes
-- formula: speed = length x samples / sum of travel times, really measured
-- unit: km/h
-- source: PeMS (additive sums)
SELECT segment_id, event_time, 3.6 * coalesce(length_m, 1) * samples / travel_time_s AS speed_kmh
FROM segment_5min
WHERE samples > 0 AND travel_time_s > 0 AND event_time <= as_of() - INTERVAL '300' SECOND AND event_time > as_of() - INTERVAL '900' SECOND
