-- title: 车速原始记录 | Speed samples
-- row: 一条原样保存的车速或检测器记录，属于参数 segment 所指路段，在参数 moment（UTC）起的五分钟内（不给则最近五分钟）；更长时段的均值计入其每个五分钟
--   | one sample as it came, of speed or of a detector, of the segment named by the parameter segment, in the five minutes that begin at the parameter
--   moment (UTC; the last five minutes when absent); of a longer interval, in each of its five minutes
-- formula: segment_speed；detector_reading（样本数 = 流量）
--   | segment_speed; detector_reading (samples = flow)
-- unit: km/h
-- source: 数据源原始记录 | the feed's own rows
SELECT event_time, received_at, feed, segment_id, detector_id, speed_kmh, sample_count, occupancy, imputed, batch
FROM (
  SELECT event_time, received_at, feed, segment_id, CAST(NULL AS VARCHAR) AS detector_id, speed_kmh, sample_count, CAST(NULL AS DOUBLE) AS occupancy, imputed, batch,
         event_time - INTERVAL '1' SECOND * coalesce(interval_s, 0) AS first_moment, CASE WHEN interval_s IS NULL THEN event_time ELSE event_time - INTERVAL '1' SECOND END AS last_moment
  FROM segment_speed
  WHERE segment_id = parameter('segment') AND received_at <= as_of() AND event_time > as_of() - INTERVAL '604800' SECOND
  UNION ALL
  SELECT d.event_time, d.received_at, d.feed, coalesce(d.segment_id, p.segment_id, d.detector_id), d.detector_id, d.speed_kmh, CAST(d.flow AS INT), d.occupancy,
         coalesce(d.observed_share, 1) = 0, d.batch, d.event_time, CASE WHEN d.interval_s > 300 THEN d.event_time + INTERVAL '1' SECOND * (d.interval_s - 1) ELSE d.event_time END
  FROM detector_reading d LEFT JOIN detector p ON p.detector_id = d.detector_id
  WHERE coalesce(d.segment_id, p.segment_id, d.detector_id) = parameter('segment') AND d.received_at <= as_of() AND d.event_time > as_of() - INTERVAL '604800' SECOND) told
WHERE last_moment >= coalesce(CAST(parameter('moment') AS TIMESTAMP), as_of() - INTERVAL '300' SECOND)
  AND first_moment < coalesce(CAST(parameter('moment') AS TIMESTAMP), as_of()) + INTERVAL '300' SECOND
ORDER BY event_time DESC, received_at DESC, detector_id
