-- title: 走廊往期 | The chosen corridor at this time before
-- row: one earlier day (1, 7, 14 .. 56 days ago) on which the chosen corridor was heard of within ten minutes of this time of day
-- formula: ratio = sum of mean travel times / sum of free-flow times of the segments heard; coverage = their length / length of all
-- unit: -
-- source: segment_5min
SELECT days, sum(travel_s) / nullif(sum(free_flow_time_s), 0) AS ratio, sum(length_m) / (SELECT nullif(sum(length_m), 0) FROM corridor_strip) AS coverage
FROM (
  SELECT d.days, s.sequence, min(s.length_m) AS length_m, min(s.free_flow_time_s) AS free_flow_time_s, sum(h.travel_time_s) / sum(h.samples) AS travel_s
  FROM (VALUES (1), (7), (14), (21), (28), (35), (42), (49), (56)) d(days)
  JOIN segment_5min h ON h.event_time >= as_of() - INTERVAL '86400' SECOND * d.days - INTERVAL '600' SECOND
    AND h.event_time <= as_of() - INTERVAL '86400' SECOND * d.days + INTERVAL '600' SECOND
  JOIN corridor_strip s ON s.segment_id = h.segment_id
  WHERE h.samples > 0 AND s.free_flow_time_s > 0 AND h.event_time <= as_of() - INTERVAL '43200' SECOND AND h.event_time > as_of() - INTERVAL '4924800' SECOND
  GROUP BY d.days, s.sequence) seen
GROUP BY days
