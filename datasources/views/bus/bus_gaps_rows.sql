-- title: 大间隔明细 | Big gaps
-- row: 每行为此刻前方有大间隔的一辆车，间隔大的在前 | one vehicle with a big gap ahead of it now, largest first
-- formula: 车距 >= 计划的 1.5 倍；severe：>= 计划的 gap_severe (2.0) 倍 | headway >= 1.5 of the planned one; severe: at least gap_severe (2.0) of it
-- unit: s
-- source: TransitMatters metrics-mvp | TransitMatters metrics-mvp
-- opens: position_rows(trip = trip_id, vehicle = vehicle_id) as route_name
SELECT *, ratio >= coalesce(setting('gap_severe'), 2.0) AS severe FROM headways_now WHERE state = 'gap' ORDER BY ratio DESC, route_id, trip_id
