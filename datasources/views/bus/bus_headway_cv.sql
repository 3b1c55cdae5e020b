-- title: 间隔变异系数 | Headway variation
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 各线路各方向 CVh = sd(观测 - 计划) / mean(计划)，按观测车头时距数加权平均；分子 = sum(CVh × 车头时距数)，分母 = 车头时距数；在每一级重新推算，不由下级指数平均
--   | mean over lines and directions of CVh = sd(observed - planned) / mean(planned), weighted by observed headways; numerator = sum of CVh x headways, denominator = headways; derived anew at each level, never averaged from the level below
-- unit: -
-- source: 美国《公共交通通行能力与服务质量手册》（TCQSM）：车头时距偏差的标准差与平均计划车头时距之比
--   | Transit Capacity and Quality of Service Manual (TCQSM): sd of headway deviations over the mean scheduled headway
-- kpi: true
-- target: <= 0.4
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 时距偏差的标准差/计划 | sd of deviations / planned
-- decimals: 2
-- normal: 0.15～0.4：略有不匀；0.5 以上乘客已能感到串车 | 0.15 to 0.4: slightly uneven; from 0.5 on passengers notice bunching
-- investigate_if: 连续 30 分钟高于 0.5，或单条线路高于 0.75 | above 0.5 for 30 minutes, or one line above 0.75
-- possible_causes: 首站发车不均匀；班次缺失；串车；信号与拥堵使车辆成组 | uneven departures; missing trips; bunching; signals and congestion that group vehicles
SELECT sum(value * headways) / nullif(sum(headways), 0) AS value, sum(value * headways) AS numerator, CAST(sum(headways) AS DOUBLE) AS denominator,
       max(coverage) AS coverage, max(event_time) AS content_time, CAST(count(route_id) AS VARCHAR) AS sample
FROM headway_coverage LEFT JOIN bus_headway_cv_rows ON TRUE
