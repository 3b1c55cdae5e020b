-- title: 路段今日速度 | Speed of a segment today
-- row: 参数 segment 所指路段当日的一个五分钟：今日有数据，或可比日有数据
--   | five minutes of the local day of as_of(), of the segment named by the parameter segment: heard of today, or known from comparable days
-- formula: 速度 = 长度 × 样本数 / 实测行程时间之和，进行中的五分钟不计；p10、p50、p90 取可比日（compared_day）同时刻前后十分钟，至少三天（days 为天数）
--   | speed = length x samples / sum of travel times really measured, the five minutes under way left out; p10, p50, p90: over the usual days of compared_day,
--   five minutes within ten of this time of day, from at least three days (days says how many)
-- unit: km/h
-- source: PeMS（可加和） | PeMS (additive sums)
-- opens: speed_samples(segment = segment_id, moment = event_time)
WITH past AS (
  SELECT d.days_ago, t.slot, t.speed_kmh, t.samples, t.imputed_samples
  FROM (
    SELECT CAST(floor((3600 * extract(hour FROM local_at) + 60 * extract(minute FROM local_at)) / 300) AS INT) AS slot, date_trunc('day', local_at) AS day,
           samples, imputed_samples, 3.6 * coalesce(length_m, 1) * samples / nullif(travel_time_s, 0) AS speed_kmh
    FROM (
      SELECT local_time(event_time) AS local_at, samples, imputed_samples, travel_time_s, length_m
      FROM segment_5min
      WHERE segment_id = parameter('segment') AND event_time <= as_of() - INTERVAL '300' SECOND AND event_time > as_of() - INTERVAL '4924800' SECOND) heard) t
  JOIN (SELECT day, days_ago FROM compared_day WHERE usual UNION ALL SELECT date_trunc('day', local_time(as_of())), 0) d ON d.day = t.day),
band AS (
  SELECT slot.slot, quantile_cont(past.speed_kmh, 0.1) AS p10, quantile_cont(past.speed_kmh, 0.5) AS p50, quantile_cont(past.speed_kmh, 0.9) AS p90,
         CAST(count(DISTINCT past.days_ago) AS INT) AS days
  FROM (SELECT DISTINCT slot FROM past) slot
  JOIN past ON past.slot >= slot.slot - 2 AND past.slot <= slot.slot + 2 AND past.days_ago > 0 AND past.speed_kmh IS NOT NULL
  GROUP BY slot.slot)
SELECT as_of() - INTERVAL '1' SECOND * (3600 * extract(hour FROM local_time(as_of())) + 60 * extract(minute FROM local_time(as_of()))
                                        + floor(extract(second FROM local_time(as_of()))) - 300 * slot.slot) AS event_time,
       parameter('segment') AS segment_id, today.speed_kmh, today.samples, today.imputed_samples,
       CASE WHEN band.days >= 3 THEN band.p10 END AS p10, CASE WHEN band.days >= 3 THEN band.p50 END AS p50, CASE WHEN band.days >= 3 THEN band.p90 END AS p90,
       coalesce(band.days, 0) AS days
FROM (SELECT DISTINCT slot FROM past) slot
LEFT JOIN (SELECT slot, speed_kmh, samples, imputed_samples FROM past WHERE days_ago = 0) today ON today.slot = slot.slot
LEFT JOIN band ON band.slot = slot.slot
ORDER BY slot.slot
