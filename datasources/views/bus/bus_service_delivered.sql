-- title: 班次执行率 | Service delivered
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 已执行班次（已完成、在途）/ 统计时段内计划发车的班次（计划发车时刻已过至少 10 分钟）；取消和缺失的班次计入分母，定位数据中断而无法判断的班次不计入，只降低覆盖率
--   | trips run (completed, under way) / trips planned to begin in the window (at least ten minutes ago); cancelled and lost trips stay in the denominator, trips that nobody could see because positions had stopped are left out and lower the coverage
-- unit: %
-- source: 班次执行率（嘉兴：>= 97% 得满分；MBTA：取消的班次计入分母）；班次由定位判定，未上报车辆执行的班次计为缺失
--   | service delivered (Jiaxing: >= 97 % full marks; MBTA: cancelled trips count); trips from positions, so a trip run by a silent vehicle counts as lost
-- kpi: true
-- target: >= 97
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 已执行/应发，取消计入 | run / planned, cancelled count
-- decimals: 1
-- normal: 98% 以上 | 98 % and more
-- investigate_if: 一小时内低于 97%，或某线路连续缺失两个班次 | below 97 % for the hour, or a line that lost two trips in a row
-- possible_causes: 缺少驾驶员或车辆；时刻表版本有误；车辆登录班次错误；车辆未上报
--   | drivers or vehicles missing; a wrong timetable version; vehicles logged on to the wrong trip; silent vehicles
SELECT 100.0 * run / nullif(known, 0) AS value, CAST(run AS DOUBLE) AS numerator, CAST(known AS DOUBLE) AS denominator,
       -- a timetable that lists more than runs (timetable_exact = 0) cannot tell lost trips
       CASE WHEN coalesce(setting('timetable_exact'), 1) = 0 OR planned = 0 THEN CAST(0 AS DOUBLE) ELSE CAST(known AS DOUBLE) / planned END AS coverage,
       newest AS content_time, concat(completed, '/', running, '/', cancelled, '/', lost, '/', no_data) AS sample
FROM (SELECT count(*) AS planned, count(*) FILTER (WHERE outcome <> 'no_data') AS known, count(*) FILTER (WHERE seen) AS run,
             count(*) FILTER (WHERE outcome = 'completed') AS completed, count(*) FILTER (WHERE outcome = 'running') AS running,
             count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled, count(*) FILTER (WHERE outcome = 'lost') AS lost,
             count(*) FILTER (WHERE outcome = 'no_data') AS no_data
      FROM trip_begun) trips
CROSS JOIN (SELECT max(event_time) AS newest FROM vehicle_match WHERE in_service) vehicles
