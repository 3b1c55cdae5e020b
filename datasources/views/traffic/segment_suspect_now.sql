-- title: 路段突然减速判定 | Segments far below their usual speed
-- row: one segment that was far below its usual speed in two successive five minutes; written every five minutes to segment_suspect
-- formula: deviate = (speed - usual) / deviation of its five-minute speeds on days of the same sort (working or not) of the last snd_days (28), within
--   snd_band_s (900) of the same time of day, at least snd_samples (12) of them (segment_usual); suspected when deviate <= -snd (2.5) and speed
--   <= snd_drop (0.75) x usual, both twice in a row; imputed samples and detectors in doubt tell nothing
-- unit: km/h
-- source: standard normal deviate (Dudek, Messer, Nuckles 1974)
SELECT now.segment_id, s.district_id, now.speed_kmh, usual.usual_kmh, now.deviate, usual.samples
FROM (
  SELECT n.segment_id, arg_max(n.speed_kmh, n.event_time) AS speed_kmh, max((n.speed_kmh - u.usual_kmh) / u.deviation_kmh) AS deviate,
         count(*) FILTER (WHERE n.speed_kmh <= u.usual_kmh - coalesce(setting('snd'), 2.5) * u.deviation_kmh
                            AND n.speed_kmh <= coalesce(setting('snd_drop'), 0.75) * u.usual_kmh) AS low
  FROM segment_two_latest n JOIN segment_usual u ON u.segment_id = n.segment_id
  GROUP BY n.segment_id) now
JOIN segment_usual usual ON usual.segment_id = now.segment_id
LEFT JOIN road_segment s ON s.segment_id = now.segment_id
WHERE now.low = 2 AND now.segment_id NOT IN (SELECT segment_id FROM segment_unhealthy WHERE hidden AND feed IS NULL)
