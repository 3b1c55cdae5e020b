-- title: 本线串车 | Bunched, this line
-- row: 所选线路与方向的汇总值 | one row for the chosen line and direction
-- formula: 在最近站点的车头时距 <= 计划值 × bunching（0.5）的车辆数；分母 = 该方向当前车头时距已知的车辆数
--   | vehicles whose headway at their last stop is <= bunching (0.5) of the planned one; denominator = vehicles of the direction whose headway is known now
-- unit: 处 | pair(s)
-- source: TransitMatters metrics-mvp | TransitMatters metrics-mvp
-- kpi: true
-- recorded: false
-- target: none
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 车距 ≤ 计划 0.5 倍 | headway ≤ 0.5 × planned
-- decimals: 0
-- normal: 没有 | none
-- investigate_if: 同一对车辆连续三站以上 | one pair over three stops
-- possible_causes: 首站发车晚点；个别车辆客流过大 | late departure from the terminal; one crowded vehicle
SELECT CASE WHEN measured > 0 THEN CAST(found AS DOUBLE) END AS value, CAST(found AS DOUBLE) AS numerator, CAST(measured AS DOUBLE) AS denominator, coverage,
       newest AS content_time, concat(matched, '/', expected) AS sample
FROM (
  SELECT count(*) FILTER (WHERE b.headway_state <> 'unknown') AS measured, count(*) FILTER (WHERE b.headway_state = 'bunched') AS found
  FROM line_buses b JOIN line_chosen chosen ON chosen.direction_id = b.direction_id) now
CROSS JOIN line_cover
