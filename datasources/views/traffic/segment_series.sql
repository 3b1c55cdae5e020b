-- title: 路段速度曲线 | Speed of a segment
-- row: five minutes of the last six hours of the segment named by the parameter segment
-- formula: length x samples / sum of travel times; the five minutes under way are left out
-- unit: km/h
-- source: PeMS (additive sums)
SELECT event_time, 3.6 * coalesce(length_m, 1) * samples / nullif(travel_time_s, 0) AS speed_kmh, samples, imputed_samples
FROM segment_5min
WHERE segment_id = parameter('segment') AND event_time <= as_of() - INTERVAL '300' SECOND AND event_time > as_of() - INTERVAL '21600' SECOND
ORDER BY event_time
