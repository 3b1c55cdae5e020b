-- title: 间隔达标率 | Headway adherence
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 观测车头时距 <= 计划车头时距 + wait_peak_s (180，高峰) 或 wait_offpeak_s (300，平峰) 的次数 / 统计时段内计划值已知的观测车头时距数（其间可能有车未被看到的除外，计入覆盖率）；高峰为工作日 peak_am_from～peak_am_to 和 peak_pm_from～peak_pm_to
--   | headways with observed <= planned + wait_peak_s (180, peaks) or wait_offpeak_s (300, off-peak) / headways observed in the window whose plan is known (those in which a vehicle may have passed unseen left out, which lowers the coverage); peaks are peak_am_from to peak_am_to and peak_pm_from to peak_pm_to of working days
-- unit: %
-- source: 等候评估（纽约州审计长对 MTA 的口径） | wait assessment (New York State Comptroller on the MTA)
-- kpi: true
-- target: >= 85
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 实际 ≤ 计划 +3 分（高峰）/+5 分 | ≤ planned +3 min in peaks, +5 else
-- decimals: 1
-- normal: 85%～95%，高峰偏低 | 85 to 95 %, lower in the peaks
-- investigate_if: 连续 30 分钟低于 80%，或单条线路低于 70% | below 80 % for 30 minutes, or one line below 70 %
-- possible_causes: 班次缺失；串车；首站晚发；沿途拥堵 | missing trips; bunching; late departures; congestion on the way
SELECT 100.0 * kept / nullif(measured, 0) AS value, CAST(kept AS DOUBLE) AS numerator, CAST(measured AS DOUBLE) AS denominator,
       coverage, newest AS content_time, concat(matched, '/', CAST(expected AS BIGINT)) AS sample
FROM (SELECT count(*) AS measured, count(*) FILTER (WHERE kept) AS kept, max(actual_time) AS newest FROM headway_judged) now
CROSS JOIN headway_coverage
