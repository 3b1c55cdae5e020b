-- title: 到站预测准确率 | Predictions within bounds
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 最近 15 分钟到站之前半小时内发布、误差在界限内的预测条数 / 全部预测条数（界限随提前量放宽；某站所报偏差沿用至其后未报各站，见 prediction_error）；覆盖率为这些到站中，其线路由未中断的数据源预测者 / 其线路有数据源预测者
--   | predictions told up to half an hour before the passings of the last 15 minutes and within bounds / all (bounds widen with the horizon; a delay told of one stop holds for the later ones of which none is told, see prediction_error); coverage = of these passings those on lines that a feed predicts which is not silent / those on lines that any predicts
-- unit: %
-- source: 波士顿 MBTA 预测准确度界限 | MBTA prediction accuracy bounds
-- kpi: true
-- target: >= 80
-- coverage_floor: 0.5
-- feeds: trip_update, vehicle_position, gtfs_stop_time
-- rule: 界限随提前量 ±1～6 分 | bounds by horizon, ±1 to 6 min
-- decimals: 1
-- normal: 多在 80%～95% 之间 | mostly 80 to 95 %
-- investigate_if: 低于 70%，或某一提前量明显偏低 | below 70 %, or one horizon far below the others
-- possible_causes: 预测未用实时位置；运行时间参数过旧；首站发车不准
--   | predictions that do not use positions; old run times; departures from the terminal
SELECT 100.0 * within / nullif(predictions, 0) AS value, CAST(within AS DOUBLE) AS numerator, CAST(predictions AS DOUBLE) AS denominator,
       CASE WHEN predictions > 0 THEN coalesce(CAST(heard AS DOUBLE) / nullif(predicted, 0), 1) ELSE 0 END AS coverage, CASE WHEN predictions > 0 THEN visited END AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM (SELECT sum(within) AS within, sum(predictions) AS predictions FROM prediction_error) judged
CROSS JOIN (
  SELECT max(visit.event_time) AS visited, count(*) FILTER (WHERE lit.route_id IS NOT NULL AND recent) AS predicted, count(*) FILTER (WHERE lit.heard > 0 AND recent) AS heard
  FROM (SELECT route_id, event_time, terminal <> 1 AND actual_time > as_of() - INTERVAL '900' SECOND AS recent FROM stop_visit_window) visit
  LEFT JOIN (SELECT line.route_id, count(*) FILTER (WHERE status.state NOT IN ('STALE', 'DOWN')) AS heard
             FROM line_predicted line JOIN feed_status status ON status.feed = line.feed GROUP BY line.route_id) lit ON lit.route_id = visit.route_id) passed
