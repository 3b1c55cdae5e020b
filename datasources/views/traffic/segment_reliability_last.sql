-- title: 路段行程时间可靠性 | Travel times of segments by period
-- row: one segment in scope() and period, of the days before the newest midnight written, at most two days ago
-- formula: see segment_reliability_now, of the roads as they are now: one that is no more counts no longer, times are of its length now; known: it has reliability_samples (12) quarters of an hour or more
-- unit: s
-- source: 23 CFR 490.511; FHWA Urban Congestion Report
SELECT r.segment_id, s.district_id, s.length_m, r.period, r.days, r.congested_days, r.samples, r.mean_s * (s.length_m / r.length_m) AS mean_s, r.p50_s * (s.length_m / r.length_m) AS p50_s,
       r.p80_s * (s.length_m / r.length_m) AS p80_s, r.p95_s * (s.length_m / r.length_m) AS p95_s, r.free_flow_s * (s.length_m / r.length_m) AS free_flow_s, r.event_time,
       r.samples >= coalesce(setting('reliability_samples'), 12) AS known
FROM segment_reliability r JOIN (SELECT segment_id, district_id, coalesce(length_m, 1) AS length_m FROM road_segment) s ON s.segment_id = r.segment_id
WHERE (scope() IS NULL OR s.district_id = scope()) AND r.event_time <= as_of() AND r.event_time > as_of() - INTERVAL '172800' SECOND
  AND r.event_time = (SELECT max(event_time) FROM segment_reliability WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '172800' SECOND)
