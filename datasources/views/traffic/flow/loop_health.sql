-- title: 流量检测器完好率 | Health of flow detectors
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 诊断为正常的检测器数 / 已知检测器数；异常：无数据、样本过少、恒零、过高、有占有率无流量、恒定不变；每 5 分钟诊断一次
--   | detectors found good / detectors known; in doubt: no data, too few samples, zero, high values, occupancy without flow, constant; diagnosed every five minutes
-- unit: %
-- source: PeMS 检测器健康诊断 | PeMS detector health
-- kpi: true
-- target: >= 90
-- coverage_floor: 0.5
-- feeds: detector_reading, road_segment
-- rule: 05:00～22:00 正常检测器占比 | good detectors, 05:00 to 22:00
-- decimals: 1
-- normal: 95% 以上 | above 95 %
-- investigate_if: 一小时内下降 5 个百分点，或某区市明显低于全市 | five points down within an hour, or one district well below the city
-- possible_causes: 线圈断线或卡死；机箱掉电；通信中断；编号变更 | loops broken or stuck on; a cabinet without power; lines down; ids renamed
SELECT 100.0 * coalesce(sum(detectors) FILTER (WHERE cause = 'good'), 0) / nullif(sum(detectors), 0) AS value,
       coalesce(sum(detectors) FILTER (WHERE cause = 'good'), 0) AS numerator, coalesce(sum(detectors), 0) AS denominator,
       CASE WHEN sum(detectors) > 0 THEN 1.0 ELSE 0.0 END AS coverage, max(event_time) AS content_time,
       concat(coalesce(sum(detectors) FILTER (WHERE cause = 'good'), 0), '/', coalesce(sum(detectors), 0)) AS sample
FROM detector_diagnosis
WHERE (scope() IS NULL OR district_id = scope()) AND event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND
  AND event_time = (SELECT max(event_time) FROM detector_diagnosis WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '900' SECOND)
