-- title: 车速原始记录 | Speed samples
-- row: 一条原样保存的车速记录，属于参数 segment 所指路段，在参数 moment（UTC）起的五分钟内（不给则最近五分钟）
--   | one sample as it came, of the segment named by the parameter segment, in the five minutes that begin at the parameter moment (UTC;
--   the last five minutes when absent)
-- formula: segment_speed
-- unit: km/h
-- source: the feed's own rows
SELECT event_time, received_at, feed, segment_id, speed_kmh, sample_count, imputed, batch
FROM segment_speed
WHERE segment_id = parameter('segment') AND received_at <= as_of() AND event_time > as_of() - INTERVAL '604800' SECOND
  AND event_time >= coalesce(CAST(parameter('moment') AS TIMESTAMP), as_of() - INTERVAL '300' SECOND)
  AND event_time < coalesce(CAST(parameter('moment') AS TIMESTAMP), as_of()) + INTERVAL '300' SECOND
ORDER BY event_time DESC, received_at DESC
