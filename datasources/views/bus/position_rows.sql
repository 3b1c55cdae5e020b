-- title: 车辆原始报告 | Reports of a vehicle
-- row: 最近两小时内一条原样保存的车辆报告，属于参数 trip 与 vehicle 所指的班次或车辆，最新的在前
--   | one report as it came in the last two hours, of the trip or the vehicle named by the parameters trip and vehicle, newest first
-- formula: vehicle_position；速度为上报的 m/s
--   | vehicle_position; speed in m/s as reported
-- unit: -
-- source: 数据源原始记录 | the feed's own rows
-- columns: trip_id = 班次 | Trip; speed = 速度 m/s | Speed, m/s : 1; bearing = 方向角 | Bearing; current_status = 状态 | Status; stop_id = 站点编号 | Stop
SELECT event_time, received_at, feed, coalesce(nullif(label, ''), vehicle_id) AS label, vehicle_id, trip_id, current_status, stop_id, speed, bearing, latitude, longitude, batch
FROM vehicle_position
WHERE (trip_id = parameter('trip') OR parameter('trip') IS NULL) AND (vehicle_id = parameter('vehicle') OR parameter('vehicle') IS NULL)
  AND coalesce(parameter('trip'), parameter('vehicle')) IS NOT NULL
  AND event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '7200' SECOND
ORDER BY event_time DESC, received_at DESC
