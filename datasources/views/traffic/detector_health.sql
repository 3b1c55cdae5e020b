-- title: 检测器完好率 | Detector health
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 诊断为正常的路段数 / 全部路段数；异常：无数据、样本过少、恒零、过高、恒定不变；每 5 分钟诊断一次
--   | segments found good / all; in doubt: no data, too few samples, zero, high values, constant; diagnosed every five minutes
-- unit: %
-- source: PeMS 检测器健康诊断 | PeMS detector health
-- kpi: true
-- target: >= 90
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: 05:00～22:00 正常检测器占比 | good detectors, 05:00 to 22:00
-- decimals: 1
-- normal: 95% 以上 | above 95 %
-- investigate_if: 一小时内下降 5 个百分点，或某区市明显低于全市 | five points down within an hour, or one district well below the city
-- possible_causes: 线圈或通信故障；供应商接口缓存旧值；道路封闭；路段编号变更 | loops or lines broken; a supplier's cache repeating old values; a road closed; segment ids renamed
SELECT 100.0 * coalesce(sum(segments) FILTER (WHERE cause = 'good'), 0) / nullif(sum(segments), 0) AS value,
       coalesce(sum(segments) FILTER (WHERE cause = 'good'), 0) AS numerator, coalesce(sum(segments), 0) AS denominator,
       CASE WHEN sum(segments) > 0 THEN 1.0 ELSE 0.0 END AS coverage, max(event_time) AS content_time,
       concat(coalesce(sum(segments) FILTER (WHERE cause = 'good'), 0), '/', coalesce(sum(segments), 0)) AS sample
FROM segment_health
WHERE (scope() IS NULL OR district_id = scope()) AND event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND
  AND event_time = (SELECT max(event_time) FROM segment_health WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND)
