-- title: 本线大间隔 | Big gaps, this line
-- row: 所选线路与方向的汇总值 | one row for the chosen line and direction
-- formula: 在最近站点的车头时距 >= 计划值 × gap（1.5）的车辆数；分母 = 该方向当前车头时距已知的车辆数
--   | vehicles whose headway at their last stop is >= gap (1.5) of the planned one; denominator = vehicles of the direction whose headway is known now
-- unit: 处 | pair(s)
-- source: TransitMatters metrics-mvp | TransitMatters metrics-mvp
-- kpi: true
-- recorded: false
-- target: none
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 车距 ≥ 计划 1.5 倍 | headway ≥ 1.5 × planned
-- decimals: 0
-- normal: 不多于 1 处 | one at most
-- investigate_if: 超过计划两倍 | one over twice the plan
-- possible_causes: 班次未执行；前方串车 | trips that do not run; bunching ahead
SELECT CASE WHEN measured > 0 THEN CAST(found AS DOUBLE) END AS value, CAST(found AS DOUBLE) AS numerator, CAST(measured AS DOUBLE) AS denominator, coverage,
       newest AS content_time, concat(matched, '/', expected) AS sample
FROM (
  SELECT count(*) FILTER (WHERE b.headway_state <> 'unknown') AS measured, count(*) FILTER (WHERE b.headway_state = 'gap') AS found
  FROM line_buses b JOIN line_chosen chosen ON chosen.direction_id = b.direction_id) now
CROSS JOIN line_cover
