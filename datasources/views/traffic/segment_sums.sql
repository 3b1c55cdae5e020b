-- title: 路段五分钟汇总 | Five-minute sums of a segment
-- row: 参数 segment 所指路段最近六小时中的五分钟，最新的在前
--   | five minutes of the last six hours of the segment named by the parameter segment, newest first
-- formula: 对真正实测的样本求和；速度 = 长度 × 样本数 / 行程时间之和；p10、p90 = 该时刻的常态（segment_band）
--   | sums over samples really measured; speed = length x samples / sum of travel times; p10, p90 = what is usual then (segment_band)
-- unit: km/h
-- source: 五分钟可加和（PeMS） | additive sums of five minutes (PeMS)
-- opens: speed_samples(segment = segment_id, moment = event_time)
SELECT sums.event_time, sums.segment_id, sums.speed_kmh, usual.p10, usual.p90, sums.samples, sums.imputed_samples, sums.travel_time_s, sums.free_flow_time_s
FROM (SELECT event_time, segment_id, 3.6 * coalesce(length_m, 1) * samples / nullif(travel_time_s, 0) AS speed_kmh, samples, imputed_samples,
             travel_time_s, free_flow_time_s,
             CAST(floor(date_diff('second', date_trunc('day', local_time(event_time)), local_time(event_time)) / 900.0) AS INT) AS quarter
      FROM segment_5min
      WHERE segment_id = parameter('segment') AND event_time <= as_of() AND event_time > as_of() - INTERVAL '21600' SECOND) sums
LEFT JOIN segment_band usual ON usual.quarter = sums.quarter
ORDER BY sums.event_time DESC
