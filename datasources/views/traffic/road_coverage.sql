-- title: 路网覆盖率 | Road coverage
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 最近 5 分钟内有实测数据（检测器正常、非推算）的路段长度 / 全部路段长度；推算占比单列于明细；一条路段都没有消息时不给出
--   | length of segments really measured in the last five minutes (detector not in doubt, not imputed) / length of all; the imputed share is told apart in the rows; none where nothing was heard of any segment
-- unit: %
-- source: PeMS 观测比例 | PeMS (share observed)
-- kpi: true
-- target: >= 90
-- coverage_floor: 0.0
-- feeds: segment_speed, road_segment
-- rule: 实测里程占比 | length really measured
-- decimals: 1
-- normal: 95% 以上 | above 95 %
-- investigate_if: 一小时内下降 5 个百分点 | five points down within an hour
-- possible_causes: 数据源中断；检测器成片离线；夜间浮动车过少 | a feed lost; detectors down over an area; few probe vehicles at night
SELECT CASE WHEN count(samples) > 0 THEN 100 * coalesce(sum(length_m) FILTER (WHERE speed_kmh IS NOT NULL OR empty), 0) / nullif(sum(length_m), 0) END AS value,
       coalesce(sum(length_m) FILTER (WHERE speed_kmh IS NOT NULL OR empty), 0) / 1000 AS numerator, coalesce(sum(length_m), 0) / 1000 AS denominator,
       CASE WHEN count(*) > 0 THEN 1.0 ELSE 0.0 END AS coverage, max(event_time) AS content_time,
       concat(count(*) FILTER (WHERE speed_kmh IS NOT NULL OR empty), '/', count(*)) AS sample
FROM segment_now
