-- title: 串车 | Bunched buses
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 在最近站点的车头时距 <= 计划值 × bunching（0.5）的车辆数；分母 = 当前车头时距已知的车辆数；覆盖率 = 公交数据覆盖与“车头时距已知车辆 / 最近 15 分钟到过站、计划有前车的车辆”中的较小者
--   | vehicles whose headway at their last stop is <= bunching (0.5) of the planned one; denominator = vehicles whose headway is known now; coverage = the smaller of that of bus data and of these / vehicles that called in the last 15 minutes where one was planned before them
-- unit: 处 | pair(s)
-- source: TransitMatters metrics-mvp | TransitMatters metrics-mvp
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 车距 ≤ 计划 0.5 倍 | headway ≤ 0.5 × planned
-- decimals: 0
-- normal: 平峰低于车辆数的 5%，高峰低于 12% | under 5 % of vehicles off-peak, under 12 % in the peaks
-- investigate_if: 同一线路出现多处串车，或一处串车持续三站以上 | several pairs on one line, or a pair that lasts over three stops
-- possible_causes: 首站发车晚点；个别车辆客流过大；道路封闭；班次缺失（后车承担两班客流）
--   | late departure from the terminal; one crowded vehicle; a road closure; missing trips (the next carries two loads)
SELECT CASE WHEN measured > 0 THEN CAST(bunched AS DOUBLE) END AS value, CAST(bunched AS DOUBLE) AS numerator, CAST(measured AS DOUBLE) AS denominator,
       coverage, newest AS content_time, concat(matched, '/', CAST(expected AS BIGINT)) AS sample
FROM (SELECT count(*) FILTER (WHERE state = 'bunched') AS bunched FROM headways_now) now
CROSS JOIN headway_now_coverage
