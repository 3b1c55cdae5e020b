-- title: 交通运行指数 | Traffic performance index
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 严重拥堵里程比例（分级见 grade_bands），按 4%、8%、11%、14%、24% 分段线性换算为 2、4、6、8、10；tpi_by_ratio = 1 时用行程时间比，按 1.2、1.5、1.8、2.1、2.4 换算。畅通 0～2，基本畅通 2～4，轻度 4～6，中度 6～8，严重 8～10
--   | share of severely congested length (grades: grade_bands), piecewise linear: 4, 8, 11, 14, 24 % are 2, 4, 6, 8, 10; with tpi_by_ratio = 1 the travel-time ratio: 1.2, 1.5, 1.8, 2.1, 2.4. 0-2 free, 2-4 mostly free, 4-6 light, 6-8 moderate, 8-10 severe congestion
-- unit: -
-- source: DB11/T 785 道路交通运行指数；换算见 tpi_bands | DB11/T 785 TPI; bands: see tpi_bands
-- kpi: true
-- target: < 4
-- coverage_floor: 0.5
-- feeds: segment_speed, road_segment
-- rule: 0 畅通～10 严重拥堵 | 0 free to 10 severe
-- decimals: 1
-- normal: 平峰 0～4，高峰不超过 6 | 0 to 4 off-peak, up to 6 in the peaks
-- investigate_if: 高峰超过 6（中度拥堵）达 30 分钟 | above 6 (moderate congestion) for 30 minutes
-- possible_causes: 突发事件；恶劣天气；大型活动；节假日前后出城 | incidents; weather; events; holiday traffic
SELECT CASE WHEN max(m.measured) IS NOT NULL
            THEN min(b.tpi_from) + sum((b.tpi_to - b.tpi_from) * greatest(0, least(1, (m.measured - b.low) / (b.high - b.low)))) END AS value,
       max(m.numerator) AS numerator, max(m.denominator) AS denominator, max(m.coverage) AS coverage, max(m.content_time) AS content_time, max(m.sample) AS sample
FROM (SELECT CASE WHEN by_ratio THEN ratio_from ELSE share_from END AS low, CASE WHEN by_ratio THEN ratio_to ELSE share_to END AS high, tpi_from, tpi_to
      FROM (SELECT *, coalesce(setting('tpi_by_ratio'), 0) = 1 AS by_ratio FROM tpi_bands) band) b
CROSS JOIN (
  SELECT CASE WHEN coalesce(setting('tpi_by_ratio'), 0) = 1 THEN travel_time_s / nullif(free_flow_time_s, 0) ELSE severe_km / nullif(graded_km, 0) END AS measured,
         CASE WHEN coalesce(setting('tpi_by_ratio'), 0) = 1 THEN travel_time_s ELSE severe_km END AS numerator,
         CASE WHEN coalesce(setting('tpi_by_ratio'), 0) = 1 THEN free_flow_time_s ELSE graded_km END AS denominator, coverage, content_time, sample
  FROM (SELECT sum(travel_time_s) FILTER (WHERE ratio IS NOT NULL) AS travel_time_s, sum(free_flow_time_s) FILTER (WHERE ratio IS NOT NULL) AS free_flow_time_s,
               coalesce(sum(length_m) FILTER (WHERE grade = 4), 0) / 1000 AS severe_km, sum(length_m) FILTER (WHERE grade > 0) / 1000 AS graded_km,
               coalesce(sum(length_m) FILTER (WHERE empty OR CASE WHEN coalesce(setting('tpi_by_ratio'), 0) = 1 THEN ratio IS NOT NULL ELSE grade > 0 END), 0)
                 / nullif(sum(length_m), 0) AS coverage, max(event_time) FILTER (WHERE grade > 0 OR ratio IS NOT NULL OR empty) AS content_time,
               CASE WHEN coalesce(setting('tpi_by_ratio'), 0) = 1 THEN concat(count(ratio), '/', count(*))
                    ELSE concat(count(*) FILTER (WHERE grade = 4), '/', count(*) FILTER (WHERE grade > 0)) END AS sample
        FROM segment_now) roads) m
