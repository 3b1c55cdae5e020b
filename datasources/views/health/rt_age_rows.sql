-- title: 迟到的位置 | Positions that came late
-- row: 最近 15 分钟有上报的一辆车，到达最晚者在前 | one vehicle heard of in the last 15 minutes, the latest to come first
-- formula: arrival_age_s = 最新一条位置的到达时刻 − 定位时刻 | arrival_age_s = arrival of the newest report - its own time
-- unit: 秒 | s
-- source: GTFS-RT 最佳实践：位置不超过 90 秒 | GTFS-Realtime best practices: positions at most 90 s old
-- opens: position_rows(vehicle = vehicle_id) as label
SELECT v.feed, coalesce(named.label, v.vehicle_id) AS label, v.vehicle_id, v.route_id, v.trip_id, CAST(date_diff('second', v.event_time, v.received_at) AS DOUBLE) AS arrival_age_s, v.event_time
FROM vehicle_arrived v
LEFT JOIN vehicle_label named ON named.vehicle_id = v.vehicle_id
WHERE scope() IS NULL OR v.district_id = scope()
ORDER BY arrival_age_s DESC, v.feed, v.vehicle_id
