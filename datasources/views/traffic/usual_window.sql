-- title: 常态时段 | Times like this one
-- row: one day of the same sort as today within the last snd_days (28), and the times of day on it that are like this one
-- formula: snd_band_s (900) either side of the same time of day; the same sort: both days of rest, or neither (day_type)
-- unit: -
-- source: standard normal deviate (Dudek, Messer, Nuckles 1974)
SELECT moment - INTERVAL '1' SECOND * coalesce(setting('snd_band_s'), 900) AS from_time, moment + INTERVAL '1' SECOND * coalesce(setting('snd_band_s'), 900) AS to_time
FROM (SELECT as_of() - INTERVAL '450' SECOND - INTERVAL '86400' SECOND * past.days_ago AS moment
      FROM day_type past JOIN day_type today ON today.days_ago = 0 AND today.rest = past.rest
      WHERE past.days_ago >= 1 AND past.days_ago <= coalesce(setting('snd_days'), 28)) day
