-- title: 公交准点率 | Bus on-time share
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 偏差满足 -early_s <= 偏差 <= late_s 的到站次数 / 最近 window_s 内观测到的全部到站次数；时间窗按线路和站类（首站发车、时间控制点、普通站、终点到站）取 on_time_window 表，缺省取全市设置；除终点外按离站计；覆盖率 = 车辆覆盖率与“观测到站 / 已开班次应到站”中的较小者
--   | stop visits with -early_s <= delay <= late_s / all stop visits observed in the last window_s; windows by line and kind of stop (departure, timepoint, stop, arrival) from the table on_time_window, else the city's settings; departures count, at the last stop the arrival; coverage = the smaller of that of vehicles and of visits observed / calls due of the trips that ran
-- unit: %
-- source: 准点率口径同 TransitMatters metrics-mvp（60/300 秒）；到站由本系统识别
--   | OTP as TransitMatters metrics-mvp (60/300 s); visits by the project's own detection
-- kpi: true
-- target: >= 85
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 线路、站类时间窗，缺省 −1/+5 分 | by line and kind of stop, else −1/+5 min
-- decimals: 1
-- normal: 工作日 75%～90%；晚高峰和雪天偏低 | 75 to 90 % on a working day; lower in the evening peak and in snow
-- investigate_if: 连续 30 分钟低于目标，或比同星期同时段低 10 个百分点 | below target for 30 minutes, or ten points under the same weekday
-- possible_causes: 共用走廊拥堵；时刻表行车时间偏紧；时刻表版本有误；车载时钟不准
--   | congestion on shared corridors; run times too short in the timetable; wrong timetable version; clock of the vehicles off
SELECT 100.0 * on_time / nullif(seen, 0) AS value, CAST(on_time AS DOUBLE) AS numerator, CAST(seen AS DOUBLE) AS denominator,
       least(coverage, coalesce(CAST(seen AS DOUBLE) / nullif(due, 0), 1)) AS coverage, newest AS content_time, concat(matched, '/', CAST(expected AS BIGINT)) AS sample
FROM (SELECT count(*) AS seen, count(*) FILTER (WHERE punctuality = 'on_time') AS on_time, max(event_time) AS newest FROM stop_visit_judged) visit
CROSS JOIN bus_coverage
CROSS JOIN (SELECT sum(calls) AS due FROM call_ran
            WHERE (scope() IS NULL OR district_id = scope()) AND (parameter('line') IS NULL OR route_id = parameter('line'))
              AND (parameter('direction') IS NULL OR direction_id = CAST(parameter('direction') AS INT))) ran
