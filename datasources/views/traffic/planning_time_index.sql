-- title: 规划时间指数 | Planning time index
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 近 reliability_days（14）个整日内工作日高峰行程时间 95 分位之和 / 自由流行程时间之和
--   | sum of 95th percentiles of travel times in the peaks of working days of the last reliability_days (14) whole days / sum of free-flow travel times
-- unit: -
-- source: FHWA 城市拥堵报告 PTI（无流量时按路段长度加权） | FHWA Urban Congestion Report PTI; without volumes weighed by length
-- kpi: true
-- target: < 2.5
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: 高峰 95 分位/自由流行程时间 | 95th percentile in the peaks / free flow
-- decimals: 2
-- normal: 约 1.5～2.5 | 1.5 to 2.5
-- investigate_if: 比行程时间指数高出一倍以上 | more than twice the travel time index
-- possible_causes: 事故频发路段；恶劣天气；大型活动；施工不定期占道 | roads with many incidents; weather; events; road works at irregular times
SELECT p95_s / nullif(free_flow_s, 0) AS value, p95_s AS numerator, free_flow_s AS denominator, coverage, event_time AS content_time,
       CAST(known AS VARCHAR) AS sample
FROM peak_travel
