-- title: 大间隔明细 | Big gaps
-- row: one vehicle with a big gap ahead of it now, largest first
-- formula: headways_now where state is gap (>= 1.5 of the planned headway); severe = at least gap_severe (2.0) of it
-- unit: s
-- source: metrics-mvp
-- opens: position_rows(trip = trip_id, vehicle = vehicle_id) as route_name
SELECT *, ratio >= coalesce(setting('gap_severe'), 2.0) AS severe FROM headways_now WHERE state = 'gap' ORDER BY ratio DESC, route_id, trip_id
