-- title: 车辆在线率 | Buses online
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 最近 online_s 内有上报的车辆数 / 在营车辆数；在营车辆数 = vehicle_lookback_s 内有上报的车辆数与当前计划在途班次数中的较大者；无时刻表时取应接入车辆总数；多个定位数据源之一中断时，其车辆和线路两边都不计，只降低覆盖率
--   | vehicles heard of in the last online_s / vehicles in service; in service = the larger of vehicles heard of in vehicle_lookback_s and trips planned to be under way now; without a timetable the fleet that must be connected; vehicles and lines of one of several feeds that is silent count in neither and lower the coverage
-- unit: %
-- source: 上线率（在营车辆中当前在线的占比）；GTFS-RT 最佳实践 90 秒 | share online now among those in service; GTFS-RT best practice 90 s
-- kpi: true
-- target: >= 95
-- coverage_floor: 0.5
-- feeds: vehicle_position
-- rule: 90 秒内有报告 | heard of within 90 s
-- decimals: 1
-- normal: 运营时段 97% 以上 | 97 % and more while service runs
-- investigate_if: 连续 5 分钟低于 95%，或某一场站、线路明显低于其他 | below 95 % for five minutes, or one depot or line lower than the rest
-- possible_causes: 移动网络故障；车载终端软件升级后异常；场站服务器故障；班次未执行
--   | mobile network; on-board units after a software update; a depot's server; trips that do not run
SELECT 100.0 * online / nullif(in_service, 0) AS value, CAST(online AS DOUBLE) AS numerator, CAST(in_service AS DOUBLE) AS denominator,
       CAST(CASE WHEN in_service > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, newest AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM (
  SELECT online, newest,
         greatest(known, CASE WHEN timetabled > 0 THEN running * coalesce(setting('timetable_exact'), 1) ELSE round(fleet * coalesce(heard_share, 1)) END) AS in_service
  FROM (SELECT count(*) FILTER (WHERE silent.feed IS NULL) AS known, max(event_time) AS newest,
               count(*) FILTER (WHERE silent.feed IS NULL AND event_time >= as_of() - INTERVAL '1' SECOND * coalesce(setting('online_s'), 90)) AS online
        FROM vehicle_latest LEFT JOIN (SELECT feed FROM feed_status WHERE state IN ('STALE', 'DOWN')) silent ON silent.feed = vehicle_latest.feed
        WHERE scope() IS NULL OR district_id = scope()) heard
  CROSS JOIN (SELECT count(*) AS timetabled,
                     count(*) FILTER (WHERE planned_end >= as_of() AND coalesce(route_id, '') NOT IN (
                       SELECT line.route_id FROM line_feed line JOIN feed_status status ON status.feed = line.feed WHERE status.state IN ('STALE', 'DOWN'))) AS running FROM trip_due) due
  CROSS JOIN (SELECT count(*) AS fleet FROM vehicle WHERE scope() IS NULL) connected
  CROSS JOIN (SELECT min(heard_share) AS heard_share FROM table_lamp WHERE table_name = 'vehicle_position') lit) counted
