-- title: 路段行程时间可靠性 | Travel times of segments by period
-- row: one segment in scope() and period, of the days before the newest midnight written, at most two days ago
-- formula: see segment_reliability_now; known: it has reliability_samples (12) quarters of an hour or more
-- unit: s
-- source: 23 CFR 490.511; FHWA Urban Congestion Report
SELECT segment_id, district_id, length_m, period, days, congested_days, samples, mean_s, p50_s, p80_s, p95_s, free_flow_s, event_time,
       samples >= coalesce(setting('reliability_samples'), 12) AS known
FROM segment_reliability
WHERE (scope() IS NULL OR district_id = scope()) AND event_time <= as_of() AND event_time > as_of() - INTERVAL '172800' SECOND
  AND event_time = (SELECT max(event_time) FROM segment_reliability WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '172800' SECOND)
