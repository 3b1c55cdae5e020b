-- title: 走廊往期 | The chosen corridor at this time before
-- row: one earlier day (1, 7, 14 .. 56 days ago) on which the chosen corridor was heard of within ten minutes of this time of day
-- formula: ratio = sum of mean travel times / sum of free-flow times of the segments heard; coverage = their length / length of all
-- unit: -
-- source: segment_5min
SELECT days, sum(travel_s) / nullif(sum(free_flow_time_s), 0) AS ratio, sum(length_m) / (SELECT nullif(sum(length_m), 0) FROM corridor_strip) AS coverage
FROM (
  SELECT CAST(floor((date_diff('second', h.event_time, as_of()) + 43200) / 86400) AS INT) AS days, s.sequence, min(s.length_m) AS length_m,
         min(s.free_flow_time_s) AS free_flow_time_s, sum(h.travel_time_s) / sum(h.samples) AS travel_s
  FROM segment_5min h JOIN corridor_strip s ON s.segment_id = h.segment_id
  WHERE h.samples > 0 AND s.free_flow_time_s > 0 AND h.event_time <= as_of() - INTERVAL '43200' SECOND AND h.event_time > as_of() - INTERVAL '4924800' SECOND
    -- nine windows in so many words: each prunes what the table holds of other times
    AND ((h.event_time >= as_of() - INTERVAL '87000' SECOND AND h.event_time <= as_of() - INTERVAL '85800' SECOND)
      OR (h.event_time >= as_of() - INTERVAL '605400' SECOND AND h.event_time <= as_of() - INTERVAL '604200' SECOND)
      OR (h.event_time >= as_of() - INTERVAL '1210200' SECOND AND h.event_time <= as_of() - INTERVAL '1209000' SECOND)
      OR (h.event_time >= as_of() - INTERVAL '1815000' SECOND AND h.event_time <= as_of() - INTERVAL '1813800' SECOND)
      OR (h.event_time >= as_of() - INTERVAL '2419800' SECOND AND h.event_time <= as_of() - INTERVAL '2418600' SECOND)
      OR (h.event_time >= as_of() - INTERVAL '3024600' SECOND AND h.event_time <= as_of() - INTERVAL '3023400' SECOND)
      OR (h.event_time >= as_of() - INTERVAL '3629400' SECOND AND h.event_time <= as_of() - INTERVAL '3628200' SECOND)
      OR (h.event_time >= as_of() - INTERVAL '4234200' SECOND AND h.event_time <= as_of() - INTERVAL '4233000' SECOND)
      OR (h.event_time >= as_of() - INTERVAL '4839000' SECOND AND h.event_time <= as_of() - INTERVAL '4837800' SECOND))
  GROUP BY CAST(floor((date_diff('second', h.event_time, as_of()) + 43200) / 86400) AS INT), s.sequence) seen
GROUP BY days
