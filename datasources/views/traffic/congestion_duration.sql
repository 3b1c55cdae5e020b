-- title: 拥堵持续时间 | Duration of congestion
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 当地今日运行指数（tpi，每 5 分钟记录一次）>= duration_tpi（4，轻度拥堵）的次数 × 5 分钟；分母 = 有判定的分钟数；覆盖率 = 有判定的分钟数（各按当时指数的覆盖率计）/ 零点以来的分钟数
--   | five minutes for each time today (local) that the index tpi was recorded >= duration_tpi (4, light congestion); denominator = minutes judged; coverage = these, each by the coverage that the index had, / minutes since midnight
-- unit: 分 | min
-- source: DB11/T 785 拥堵持续时间 | DB11/T 785 duration of congestion
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: 今日运行指数 ≥ 4 | index ≥ 4 so far today
-- decimals: 0
-- normal: 工作日不超过 120 分 | up to 120 min on a working day
-- investigate_if: 比同星期多 60 分 | 60 min more than on the same weekday
-- possible_causes: 高峰提前或延后；连续事故；天气 | peaks that begin early or end late; one incident after the other; weather
SELECT CASE WHEN count(value) > 0 THEN 5 * count(*) FILTER (WHERE value >= coalesce(setting('duration_tpi'), 4)) END AS value,
       5 * count(*) FILTER (WHERE value >= coalesce(setting('duration_tpi'), 4)) AS numerator, 5 * count(value) AS denominator,
       least(1.0, coalesce(sum(coverage) FILTER (WHERE value IS NOT NULL), 0) / greatest(1, floor(date_diff('minute', local_midnight(as_of()), as_of()) / 5))) AS coverage, max(event_time) AS content_time,
       concat(count(value), '/', CAST(floor(date_diff('minute', local_midnight(as_of()), as_of()) / 5) AS INT)) AS sample
FROM kpi_5min
WHERE kpi = 'tpi' AND scope = coalesce(scope(), '') AND event_time <= as_of() AND event_time > as_of() - INTERVAL '90000' SECOND
  AND date_diff('day', local_time(event_time), local_time(as_of())) = 0
