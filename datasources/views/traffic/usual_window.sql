-- title: 常态时段 | Times like this one
-- row: one day of the same sort as today within the last snd_days (28), and the times of day on it that are like this one
-- formula: snd_band_s (900) either side of the same local time of day (across a change of the clock too); the same sort: both days of rest, or neither (day_type)
-- unit: -
-- source: standard normal deviate (Dudek, Messer, Nuckles 1974)
SELECT moment - INTERVAL '1' SECOND * coalesce(setting('snd_band_s'), 900) AS from_time, moment + INTERVAL '1' SECOND * coalesce(setting('snd_band_s'), 900) AS to_time
FROM (
  SELECT back_at - INTERVAL '450' SECOND
         - INTERVAL '1' SECOND * date_diff('second', local_time(as_of()) - INTERVAL '86400' SECOND * days_ago, local_time(back_at)) AS moment
  FROM (SELECT past.days_ago, as_of() - INTERVAL '86400' SECOND * past.days_ago AS back_at
        FROM day_type past JOIN day_type today ON today.days_ago = 0 AND today.rest = past.rest
        WHERE past.days_ago >= 1 AND past.days_ago <= coalesce(setting('snd_days'), 28)) past) day
