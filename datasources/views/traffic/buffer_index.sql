-- title: 缓冲时间指数 | Buffer index
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: （工作日高峰行程时间 95 分位之和 − 均值之和）/ 均值之和，近 reliability_days（14）个整日
--   | (sum of 95th percentiles - sum of means) / sum of means of travel times in the peaks of working days, last reliability_days (14) whole days
-- unit: %
-- source: FHWA 行程时间可靠性（缓冲指数） | FHWA travel time reliability (buffer index)
-- kpi: true
-- target: < 40
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: （95 分位 − 均值）/ 均值 | (95th percentile - mean) / mean
-- decimals: 0
-- normal: 约 20%～40% | 20 to 40 %
-- investigate_if: 升高而行程时间指数不变：道路变得难以预料 | up while the travel time index stays: the roads grew unpredictable
-- possible_causes: 事故频发路段；恶劣天气；信号故障；样本过少 | roads with many incidents; weather; signals in fault; too few samples
SELECT 100 * (p95_s - mean_s) / nullif(mean_s, 0) AS value, p95_s - mean_s AS numerator, mean_s AS denominator, coverage, event_time AS content_time,
       CAST(known AS VARCHAR) AS sample
FROM peak_travel
