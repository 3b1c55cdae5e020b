-- title: 自由流速度 | Free-flow speed
-- row: one road segment whose free-flow speed is known
-- formula: road_segment.free_flow_kmh; where the source gives none, the 85th percentile of five-minute speeds in off-peak hours (working days 9-16 and 19-22, days of rest 6-22: day_type) of the last free_flow_days (14), from at least 12 of them, without those in doubt then (segment_doubted)
-- unit: km/h
-- once: true
-- kept: minute
-- source: FHWA Urban Congestion Report
SELECT segment_id, free_flow_kmh, 'declared' AS origin FROM road_segment WHERE free_flow_kmh > 0
UNION ALL
SELECT segment_id, quantile_cont(speed_kmh, 0.85) FILTER (WHERE off_peak) AS free_flow_kmh, 'history' AS origin
FROM (   -- the hour of the day is asked after the join: where the source gives every speed there is nothing to ask
  SELECT h.segment_id, 3.6 * coalesce(h.length_m, 1) * h.samples / h.travel_time_s AS speed_kmh,
         CASE WHEN y.rest THEN extract(hour FROM local_time(h.event_time)) BETWEEN 6 AND 21
              ELSE extract(hour FROM local_time(h.event_time)) BETWEEN 9 AND 15 OR extract(hour FROM local_time(h.event_time)) BETWEEN 19 AND 21
         END AS off_peak
  FROM segment_5min h JOIN road_segment s ON s.segment_id = h.segment_id AND s.free_flow_kmh IS NULL
  LEFT JOIN segment_doubted d ON d.segment_id = h.segment_id AND d.event_time = h.event_time
  JOIN day_type y ON y.day = date_trunc('day', local_time(h.event_time))
  WHERE d.segment_id IS NULL AND h.event_time <= as_of() - INTERVAL '300' SECOND AND h.travel_time_s > 0
    AND h.event_time > as_of() - INTERVAL '86400' SECOND * coalesce(setting('free_flow_days'), 14)) five
GROUP BY segment_id
HAVING count(*) FILTER (WHERE off_peak) >= 12
