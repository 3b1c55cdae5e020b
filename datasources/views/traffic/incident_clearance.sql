-- title: 事件清除时间 | Incident clearance time
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 近 24 小时内清除的事件，自首次知悉（T1）至最后处置人员离开（T6，缺时用解除时间）的中位时间；分子为合计分钟数，分母为有时间戳的事件数；覆盖率 = 有时间戳的 / 已清除的
--   | median time from first awareness (T1) to the last responder leaving (T6; else the time of clearing) of incidents cleared in the last 24 hours; numerator = minutes in all, denominator = incidents with stamps; coverage = those / all cleared
-- unit: 分 | min
-- source: FHWA 交通事件管理（ICT） | FHWA Traffic Incident Management (ICT)
-- kpi: true
-- target: <= 60
-- coverage_floor: 0.5
-- feeds: incident
-- rule: 中位 T6 − T1，近 24 小时 | median T6 - T1, last 24 hours
-- decimals: 0
-- normal: 30～60 分 | 30 to 60 min
-- investigate_if: 中位超过 90 分，或单起超过 3 小时 | a median above 90 min, or one above 3 hours
-- possible_causes: 拖车到场慢；封道审批慢；现场勘查久；时间戳漏报 | tow trucks late; closures approved late; long inquiries; stamps not given
SELECT quantile_cont(incident_clearance_s, 0.5) / 60 AS value, sum(incident_clearance_s) / 60 AS numerator, count(incident_clearance_s) AS denominator,
       CASE WHEN count(*) > 0 THEN 1.0 * count(incident_clearance_s) / count(*) ELSE 0.0 END AS coverage, max(event_time) AS content_time,
       concat(count(incident_clearance_s), '/', count(*)) AS sample
FROM incident_clock
WHERE status = 'cleared' AND t6 <= as_of() AND t6 > as_of() - INTERVAL '86400' SECOND
