-- title: 额外候车时间 | Excess wait time
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 高频线路 EWT = AWT - SWT 按观测车头时距数加权平均；AWT = sum(H^2) / (2 sum H)，SWT 用同期计划车头时距同式计算（已到点而未到的班次两边都不计）；其间可能有车未被看到的车头时距不计，计入覆盖率；全线久未见车时，至今的间隔也计入（下限）；分子 = sum(EWT × 车头时距数)，分母 = 车头时距数
--   | mean over frequent lines of EWT = AWT - SWT, weighted by observed headways; AWT = sum(H^2) / (2 sum H), SWT the same over the headways planned meanwhile (what is due and has not come is in neither); headways in which a vehicle may have passed unseen are left out and lower the coverage; of a line gone silent the time so far counts too (a lower bound); numerator = sum of EWT x headways, denominator = headways
-- unit: 分 | min
-- source: 伦敦交通局（TfL）服务质量指标 | TfL quality of service indicators
-- kpi: true
-- target: <= 2.0
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 高频线路 ≥5 班/时 | lines with ≥ 5 an hour
-- nothing: 没有高频线路 | no line is frequent enough
-- decimals: 1
-- normal: 0.5～1.5 分钟 | 0.5 to 1.5 min
-- investigate_if: 连续 30 分钟超过 2 分钟，或单条线路超过 4 分钟 | above 2 min for 30 minutes, or one line above 4
-- possible_causes: 串车；班次未执行；道路拥堵；发车不均匀 | bunching; trips that do not run; traffic; uneven departures
SELECT sum(ewt_s / 60 * headways) FILTER (WHERE frequent) / nullif(sum(headways) FILTER (WHERE frequent), 0) AS value,
       sum(ewt_s / 60 * headways) FILTER (WHERE frequent) AS numerator,
       -- 0: lines were seen, none of them is frequent
       CASE WHEN count(mean_s) > 0 AND count(*) FILTER (WHERE frequent) = 0 THEN CAST(0 AS DOUBLE) ELSE CAST(sum(headways) FILTER (WHERE frequent) AS DOUBLE) END AS denominator,
       max(coverage) AS coverage, max(event_time) FILTER (WHERE frequent) AS content_time, CAST(count(awt_s) FILTER (WHERE frequent) AS VARCHAR) AS sample
FROM headway_coverage LEFT JOIN line_wait ON TRUE
