-- title: 车辆原始报告 | Reports of a vehicle
-- row: 最近两小时内一条原样保存的车辆报告，属于参数 trip 与 vehicle 所指的班次或车辆，最新的在前
--   | one report as it came in the last two hours, of the trip or the vehicle named by the parameters trip and vehicle, newest first
-- formula: vehicle_position；速度为上报的 m/s
--   | vehicle_position; speed in m/s as reported
-- unit: -
-- source: 数据源原始记录 | the feed's own rows
-- columns: trip_id = 班次 | Trip; speed = 速度 m/s | Speed, m/s : 1; bearing = 方向角 | Bearing; current_status = 状态 | Status; stop_id = 站点编号 | Stop
WITH run AS (              -- of reports that do not name the trip: those around its calls
  SELECT feed, vehicle_id, min(event_time) - INTERVAL '600' SECOND AS from_time, max(event_time) + INTERVAL '600' SECOND AS to_time
  FROM stop_visit_candidate
  WHERE trip_id = parameter('trip') AND matched_by NOT IN ('trip_id', 'replaced') AND event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '7200' SECOND
  GROUP BY feed, vehicle_id)
SELECT p.event_time, p.received_at, p.feed, coalesce(nullif(p.label, ''), p.vehicle_id) AS label, p.vehicle_id, p.trip_id, p.current_status, p.stop_id, p.speed, p.bearing, p.latitude, p.longitude, p.batch
FROM vehicle_position p LEFT JOIN run ON run.feed = p.feed AND run.vehicle_id = p.vehicle_id AND p.event_time BETWEEN run.from_time AND run.to_time
WHERE (p.trip_id = parameter('trip') OR run.vehicle_id IS NOT NULL OR parameter('trip') IS NULL) AND (p.vehicle_id = parameter('vehicle') OR parameter('vehicle') IS NULL)
  AND coalesce(parameter('trip'), parameter('vehicle')) IS NOT NULL
  AND p.event_time <= as_of() AND p.received_at <= as_of() AND p.event_time > as_of() - INTERVAL '7200' SECOND
ORDER BY p.event_time DESC, p.received_at DESC
