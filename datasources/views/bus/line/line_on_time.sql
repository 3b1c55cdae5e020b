-- title: 本线准点率 | On time, this line
-- row: 所选线路与方向的汇总值 | one row for the chosen line and direction
-- formula: 偏差满足 -early_s <= 偏差 <= late_s 的到站次数 / 最近 window_s 内该线路该方向观测到的全部到站次数
--   | stop visits with -early_s <= delay <= late_s / all stop visits of the line and direction in the last window_s
-- unit: %
-- source: 口径同公交准点率 | as the bus on-time share
-- kpi: true
-- recorded: false
-- target: >= 85
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 到站 −1/+5 分 | at stops, −1/+5 min
-- decimals: 1
-- normal: 工作日 75%～90% | 75 to 90 % on a working day
-- investigate_if: 连续 30 分钟低于目标 | below target for 30 minutes
-- possible_causes: 沿线拥堵；首站发车晚点；时刻表行车时间偏紧 | traffic along the line; late departures; run times too short in the timetable
SELECT 100.0 * on_time / nullif(seen, 0) AS value, CAST(on_time AS DOUBLE) AS numerator, CAST(seen AS DOUBLE) AS denominator, coverage, coalesce(visit.newest, line_cover.newest) AS content_time,
       concat(matched, '/', expected) AS sample
FROM (
  SELECT count(*) AS seen, max(v.actual_time) AS newest,
         count(*) FILTER (WHERE v.delay_s BETWEEN -coalesce(setting('early_s'), 60) AND coalesce(setting('late_s'), 300)) AS on_time
  FROM line_visit v JOIN line_chosen chosen ON chosen.direction_id = v.direction_id
  WHERE v.actual_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('window_s'), 3600)) visit
CROSS JOIN line_cover
