-- title: 各班次最近车头时距 | Last headway of each trip
-- row: one trip at its newest call, within the last 15 minutes and in scope(), where it ran behind another vehicle and a headway is planned
-- formula: headways at the newest stop visit of the trip, in scope or not: no vehicle counts in two districts
-- unit: s
-- once: true
-- kept: true
-- source: standard
SELECT h.* FROM headways h
JOIN trip_visited newest ON newest.trip_id_performed = h.trip_id_performed AND newest.service_date = h.service_date AND newest.event_time = h.actual_time
WHERE h.actual_time > as_of() - INTERVAL '900' SECOND AND h.state <> 'unknown'
QUALIFY row_number() OVER (PARTITION BY h.trip_id_performed ORDER BY date_diff('second', as_of(), h.actual_time) * 100000 + h.stop_sequence DESC) = 1
