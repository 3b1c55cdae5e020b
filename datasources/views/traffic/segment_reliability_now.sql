-- title: 路段行程时间可靠性计算 | Travel times of segments by period
-- row: one segment and period (travel_period) of the last reliability_days (14) whole local days; written at every local midnight to segment_reliability
-- formula: mean, 50th, 80th and 95th percentile (interpolated) of its quarters of an hour; congested_days: days with recurrent_quarters (2) or more of them
--   at congested_ratio (2) times the free-flow time or more; every quarter weighs the same
-- unit: s
-- source: 23 CFR 490.511; FHWA Urban Congestion Report
SELECT d.segment_id, min(s.district_id) AS district_id, min(coalesce(s.length_m, 1)) AS length_m, d.period, CAST(count(DISTINCT d.day) AS INT) AS days,
       CAST(count(DISTINCT CASE WHEN d.congested_quarters >= coalesce(setting('recurrent_quarters'), 2) THEN d.day END) AS INT) AS congested_days,
       CAST(count(*) AS INT) AS samples, avg(d.travel_time_s) AS mean_s, quantile_cont(d.travel_time_s, 0.5) AS p50_s,
       quantile_cont(d.travel_time_s, 0.8) AS p80_s, quantile_cont(d.travel_time_s, 0.95) AS p95_s, min(d.free_flow_s) AS free_flow_s
FROM (
  SELECT q.segment_id, p.period, q.day, q.travel_time_s, 3.6 * coalesce(r.length_m, 1) / f.free_flow_kmh AS free_flow_s,
         count(*) FILTER (WHERE q.travel_time_s >= coalesce(setting('congested_ratio'), 2) * 3.6 * coalesce(r.length_m, 1) / f.free_flow_kmh)
           OVER (PARTITION BY q.segment_id, p.period, q.day) AS congested_quarters
  FROM segment_quarter q
  JOIN travel_period p ON p.workday = q.workday AND q.local_hour >= p.from_hour AND q.local_hour < p.to_hour
  JOIN road_segment r ON r.segment_id = q.segment_id
  LEFT JOIN free_flow f ON f.segment_id = q.segment_id) d
JOIN road_segment s ON s.segment_id = d.segment_id
GROUP BY d.segment_id, d.period
