-- title: 路段常态速度 | Usual speed of each segment at this time
-- row: one segment with at least snd_samples (12) five minutes within snd_band_s (900) of this time of day on days of the same sort in the last snd_days (28)
-- formula: median of speeds, and how far the 15th percentile lies below it over 1.036, at least 1 km/h: mean and standard deviation where speeds are normal, and unmoved
--   by the incidents of earlier days; days of the same sort: of rest or not (day_type)
-- unit: km/h
-- source: standard normal deviate (Dudek, Messer, Nuckles 1974)
SELECT segment_id, quantile_cont(speed_kmh, 0.5) AS usual_kmh,
       greatest((quantile_cont(speed_kmh, 0.5) - quantile_cont(speed_kmh, 0.15)) / 1.036, 1) AS deviation_kmh,
       CAST(count(*) AS INT) AS samples
FROM (
  SELECT h.segment_id, 3.6 * coalesce(h.length_m, 1) * h.samples / h.travel_time_s AS speed_kmh
  FROM segment_5min h JOIN usual_window w ON h.event_time >= w.from_time AND h.event_time <= w.to_time
  LEFT JOIN segment_doubted d ON d.segment_id = h.segment_id AND d.event_time = h.event_time
  WHERE d.segment_id IS NULL AND h.samples > 0 AND h.travel_time_s > 0 AND h.event_time <= as_of() - INTERVAL '43200' SECOND
    AND h.event_time > as_of() - INTERVAL '86400' SECOND * (coalesce(setting('snd_days'), 28) + 1)) past
GROUP BY segment_id
HAVING count(*) >= coalesce(setting('snd_samples'), 12)
