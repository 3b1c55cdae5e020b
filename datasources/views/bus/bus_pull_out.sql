-- title: 按时出场率 | Pull-outs on time
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 统计时段内首班不晚于 late_s 发出的车辆任务 / 首班应发的车辆任务（按时、晚出、未出、取消）；定位数据中断而无法判断的不计
--   | blocks whose first trip left no later than late_s / blocks whose first trip was due in the window (on time, late, missing, cancelled); those that nobody could see because positions had stopped are left out
-- unit: %
-- source: 出场以首班首站离站判定；车辆任务取自时刻表 block_id | pull-outs as seen at the first stop of a block's first trip; blocks are those of block_id in the timetable
-- kpi: true
-- target: >= 95
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 首班按时发出/应出场 | first trips out in time / due
-- decimals: 1
-- normal: 97% 以上，早高峰前最为关键 | 97 % and more; it matters most before the morning peak
-- investigate_if: 任一场站有两辆以上未出场，或低于 95% | two vehicles missing at one depot, or below 95 %
-- possible_causes: 驾驶员迟到；车辆故障或充电未完成；场站出口拥堵；派班表未更新 | drivers late; vehicles broken down or still charging; a jam at the gate; yesterday's roster
SELECT 100.0 * on_time / nullif(judged, 0) AS value, CAST(on_time AS DOUBLE) AS numerator, CAST(judged AS DOUBLE) AS denominator,
       CASE WHEN coalesce(setting('timetable_exact'), 1) = 0 THEN CAST(0 AS DOUBLE) ELSE coalesce(CAST(judged AS DOUBLE) / nullif(due, 0), 0) END AS coverage,
       newest AS content_time, concat(missing, '/', judged) AS sample
FROM (SELECT count(*) FILTER (WHERE state <> 'due') AS due, count(*) FILTER (WHERE state IN ('on_time', 'late', 'missing', 'cancelled')) AS judged,
             count(*) FILTER (WHERE state = 'on_time') AS on_time, count(*) FILTER (WHERE state = 'missing') AS missing FROM depot_pullout) blocks
CROSS JOIN (SELECT max(event_time) AS newest FROM vehicle_match WHERE in_service) vehicles
