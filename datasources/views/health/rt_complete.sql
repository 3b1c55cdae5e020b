-- title: 实时数据完整率 | Feed completeness
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 最近一小时各班次首末次上报之间至少有两条位置的分钟数 / 全部分钟数
--   | minutes between a trip's first and last report with at least two positions / all such minutes of the last hour
-- unit: %
-- source: Cal-ITP 数据完整性（每分钟不少于两条位置） | Cal-ITP feed completeness (1-minute bins with at least two positions)
-- kpi: true
-- target: >= 95
-- coverage_floor: 0.5
-- feeds: vehicle_position
-- rule: 每分钟 ≥2 条位置 | ≥ 2 positions a minute
-- decimals: 1
-- normal: 95% 以上（30 秒上报一次） | 95 % and more with a report every 30 s
-- investigate_if: 低于 80% | below 80 %
-- possible_causes: 上报间隔过长；平台只转发部分消息；移动网络故障
--   | units that report too rarely; a platform that passes on a part; the mobile network
SELECT 100.0 * full_minutes / nullif(minutes, 0) AS value, CAST(full_minutes AS DOUBLE) AS numerator, CAST(minutes AS DOUBLE) AS denominator,
       CAST(CASE WHEN minutes > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, newest AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM track_hour
