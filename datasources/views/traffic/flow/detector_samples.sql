-- title: 检测器原始记录 | Readings of a detector
-- row: 一条原样保存的记录，属于参数 detector 所指检测器，在参数 moment（UTC）起的五分钟内（不给则最近一小时）
--   | one reading as it came, of the detector named by the parameter detector, that began in the five minutes from the parameter moment on (UTC; the last hour when absent)
-- formula: 检测器上报的记录，原样 | readings as the detector gave them
-- unit: -
-- source: 数据源原始记录 | the feed's own rows
SELECT event_time, received_at, feed, detector_id, segment_id, interval_s, flow, occupancy, speed_kmh, observed_share, batch
FROM detector_reading
WHERE detector_id = parameter('detector') AND received_at <= as_of() AND event_time > as_of() - INTERVAL '604800' SECOND
  AND event_time >= coalesce(CAST(parameter('moment') AS TIMESTAMP), as_of() - INTERVAL '3600' SECOND)
  AND event_time < coalesce(CAST(parameter('moment') AS TIMESTAMP) + INTERVAL '300' SECOND, as_of())
ORDER BY event_time DESC, received_at DESC
