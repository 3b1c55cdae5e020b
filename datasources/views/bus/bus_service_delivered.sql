-- title: 班次执行率 | Service delivered
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 已见班次 / 统计时段内计划发车的班次（计划发车时刻已过至少 10 分钟） | trips seen / trips planned to begin in the window (at least ten minutes ago)
-- unit: %
-- source: 班次执行率（嘉兴：>= 97% 得满分）；班次由定位判定，未上报车辆执行的班次计为未执行
--   | 班次执行率 (service delivered; Jiaxing: >= 97 % full marks); trips from positions, so a trip run by a silent vehicle counts as lost
-- kpi: true
-- target: >= 97
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 已见/应发班次 | trips seen / planned to begin
-- decimals: 1
-- normal: 98% 以上 | 98 % and more
-- investigate_if: 一小时内低于 97%，或某线路连续缺失两个班次 | below 97 % for the hour, or a line that lost two trips in a row
-- possible_causes: 缺少驾驶员或车辆；时刻表版本有误；车辆登录班次错误；车辆未上报
--   | drivers or vehicles missing; a wrong timetable version; vehicles logged on to the wrong trip; silent vehicles
SELECT 100.0 * seen / nullif(planned, 0) AS value, CAST(seen AS DOUBLE) AS numerator, CAST(planned AS DOUBLE) AS denominator,
       -- a timetable that lists more than runs (timetable_exact = 0) cannot tell lost trips
       CASE WHEN coalesce(setting('timetable_exact'), 1) = 0 OR planned = 0 THEN CAST(0 AS DOUBLE) ELSE vehicles.coverage END AS coverage,
       newest AS content_time, CAST(cancelled AS VARCHAR) AS sample
FROM (SELECT count(*) AS planned, count(*) FILTER (WHERE seen) AS seen, count(*) FILTER (WHERE cancelled) AS cancelled FROM trip_seen) trips
CROSS JOIN (SELECT max(event_time) AS newest, CASE WHEN count(*) > 0 THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END AS coverage
            FROM vehicle_latest WHERE trip_id IS NOT NULL) vehicles
