-- title: 行程时间指数 | Travel time index
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 近 reliability_days（14）个整日内工作日高峰（7～9 时、17～19 时，可配置）平均行程时间之和 / 自由流行程时间之和
--   | sum of mean travel times in the peaks of working days (7-9 and 17-19, by setting) of the last reliability_days (14) whole days / sum of free-flow travel times
-- unit: -
-- source: FHWA 城市拥堵报告 TTI（无流量时按路段长度加权） | FHWA Urban Congestion Report TTI; without volumes weighed by length
-- kpi: true
-- target: < 1.5
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: 高峰平均/自由流行程时间 | mean peak / free-flow travel time
-- decimals: 2
-- normal: 约 1.2～1.5 | 1.2 to 1.5
-- investigate_if: 比上一周升高 0.1 | 0.1 above the week before
-- possible_causes: 高峰需求增长；信号配时失效；长期占道施工；自由流速度设定偏高 | more demand in the peaks; signal plans out of date; lasting road works; free-flow speeds set too high
SELECT mean_s / nullif(free_flow_s, 0) AS value, mean_s AS numerator, free_flow_s AS denominator, coverage, event_time AS content_time,
       CAST(known AS VARCHAR) AS sample
FROM peak_travel
