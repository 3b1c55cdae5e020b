-- title: 轨迹完整率 | Complete tracks
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 最近一小时相邻上报间隔不超过 report_gap_s 的行驶里程 / 全部行驶里程（漂移点除外）
--   | way of the last hour between reports no further apart than report_gap_s / all way between reports (without leaps)
-- unit: %
-- source: 轨迹完整率（交运发〔2014〕267 号考核；四川 2025 年 3 月 99.41%） | complete tracks (Ministry of Transport assessment; Sichuan March 2025: 99.41 %)
-- kpi: true
-- target: >= 95
-- coverage_floor: 0.5
-- feeds: vehicle_position
-- rule: 完整里程/总里程 | complete / all way
-- decimals: 1
-- normal: 98% 以上 | 98 % and more
-- investigate_if: 低于 90%；低于 70% 按考核计零分 | below 90 %; below 70 % the assessment gives no points
-- possible_causes: 移动网络盲区；终端缓存不补传；平台丢包
--   | dead spots of the network; units that do not send what they kept; a platform that drops messages
SELECT 100.0 * complete_m / nullif(total_m, 0) AS value, complete_m / 1000 AS numerator, total_m / 1000 AS denominator,
       CAST(CASE WHEN total_m > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, newest AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM track_hour
