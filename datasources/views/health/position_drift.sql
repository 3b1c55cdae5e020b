-- title: 漂移率 | Drifting positions
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 最近一小时从上一点不可能到达的位置记录（跳变超过 500 米且折合车速超过 max_jump_ms，45 米/秒；跳回的点不计）/ 有上一点的全部记录
--   | reports of the last hour that no vehicle can have reached from the one before (over 500 m and faster than max_jump_ms, 45 m/s; the way back does not count) / all with one before
-- unit: %
-- source: 漂移率（四川省交通运输厅 2025 年 3 月通报 1.02%） | drifting positions (Sichuan circular of March 2025: 1.02 %)
-- kpi: true
-- target: <= 1
-- coverage_floor: 0.5
-- feeds: vehicle_position
-- rule: 跳变记录/全部记录 | leaps / all records
-- decimals: 2
-- normal: 低于 0.5% | under 0.5 %
-- investigate_if: 高于 1%，或集中在少数车辆 | above 1 %, or a few vehicles that leap again and again
-- possible_causes: 高楼遮挡；天线松动；两台终端共用一个车辆编号；坐标系混用
--   | high buildings; loose antennas; two units under one vehicle id; two datums mixed
SELECT 100.0 * drifted / nullif(followed, 0) AS value, CAST(drifted AS DOUBLE) AS numerator, CAST(followed AS DOUBLE) AS denominator,
       CAST(CASE WHEN followed > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, newest AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM track_hour
