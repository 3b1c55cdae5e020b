-- title: 走廊往期 | The chosen corridor at this time before
-- row: one comparable day (compared_day) on which the chosen corridor was heard of within ten minutes of this local time of day
-- formula: ratio = sum of travel times / sum of free-flow times of corridor_5min; coverage = length heard of / length
-- unit: -
-- source: corridor_5min
SELECT d.day, d.usual, d.day_before, d.week_before, d.rest, sum(h.travel_time_s) / nullif(sum(h.free_flow_time_s), 0) AS ratio,
       sum(h.heard_m) / nullif(sum(h.length_m), 0) AS coverage
FROM compared_day d
JOIN (SELECT w.local_at, w.travel_time_s, w.free_flow_time_s, w.heard_m, w.length_m
      FROM (SELECT local_time(event_time) AS local_at, travel_time_s, free_flow_time_s, heard_m, length_m
            FROM corridor_5min
            WHERE corridor_id IN (SELECT corridor_id FROM corridor_chosen) AND event_time <= as_of() - INTERVAL '39600' SECOND
              AND event_time > as_of() - INTERVAL '4924800' SECOND) w) h
  ON date_trunc('day', h.local_at) = d.day
  AND abs(date_diff('second', d.day, h.local_at) - date_diff('second', date_trunc('day', local_time(as_of())), local_time(as_of()))) <= 600
GROUP BY d.day, d.usual, d.day_before, d.week_before, d.rest
