-- title: 走廊速度时空图 | Speed contour of the chosen corridor
-- row: one segment of the chosen corridor over a run of five minutes of one grade, today (the local day of as_of()) and over the last nine hours at least
-- formula: grade of each five minutes by the bands of its class (grade_bands), from speed = length x samples / sum of travel times really measured;
--   five minutes without a measured sample, or in doubt (segment_doubted), belong to no run; speed_kmh: of the run, by its sums
-- unit: km/h
-- source: PeMS (additive sums); RITIS (congestion scan)
SELECT sequence, grade, min(event_time) AS from_time, max(event_time) + INTERVAL '300' SECOND AS until_time,
       3.6 * sum(length_m * samples) / sum(travel_time_s) AS speed_kmh
FROM (
  SELECT graded.*, date_diff('second', as_of(), event_time) - 300 * row_number() OVER (PARTITION BY sequence, grade ORDER BY event_time) AS run   -- the same while none of its five minutes is missing
  FROM (
    SELECT f.sequence, f.event_time, f.length_m, f.samples, f.travel_time_s,
           CASE WHEN b.by_speed THEN CASE WHEN f.speed_kmh > b.mostly_free_kmh THEN 1 WHEN f.speed_kmh > b.light_kmh THEN 2
                                          WHEN f.speed_kmh > b.moderate_kmh THEN 3 ELSE 4 END
                WHEN f.ratio IS NULL THEN 0
                WHEN f.ratio < b.slow_ratio THEN 1 WHEN f.ratio < b.congested_ratio THEN 2 WHEN f.ratio < b.severe_ratio THEN 3 ELSE 4 END AS grade
    FROM (
      SELECT s.sequence, s.road_class, coalesce(h.length_m, 1) AS length_m, h.event_time, h.samples, h.travel_time_s, 3.6 * coalesce(h.length_m, 1) * h.samples / h.travel_time_s AS speed_kmh,
             s.free_flow_kmh * h.travel_time_s / (3.6 * coalesce(h.length_m, 1) * h.samples) AS ratio
      FROM corridor_strip s JOIN segment_5min h ON h.segment_id = s.segment_id
      LEFT JOIN segment_doubted d ON d.segment_id = h.segment_id AND d.event_time = h.event_time AND d.event_time > as_of() - INTERVAL '93600' SECOND
      WHERE d.segment_id IS NULL AND h.samples > 0 AND h.travel_time_s > 0 AND h.event_time <= as_of() - INTERVAL '300' SECOND
        -- the local day so far, and an hour for a day on which the clock is put back
        AND h.event_time > as_of() - INTERVAL '1' SECOND * greatest(32400, 3600 * extract(hour FROM local_time(as_of())) + 60 * extract(minute FROM local_time(as_of())) + 3660)) f
    JOIN grade_bands b ON b.road_class = CASE WHEN f.road_class IN (SELECT road_class FROM grade_bands) THEN f.road_class ELSE 'minor' END) graded) run_of
GROUP BY sequence, run, grade
ORDER BY sequence, from_time
