-- title: 站点车头时距 | Headways at a stop
-- row: one vehicle of the chosen line and direction that called at the stop of the parameter stop in the last two hours; without the parameter at the timepoint nearest to the middle of the line
-- formula: line_visit
-- unit: s
-- source: TransitMatters (bunching), metrics-mvp (gap)
SELECT v.actual_time AS event_time, v.vehicle_id, v.trip_id, stop.stop_id, stop.stop_name, CAST(v.delay_s AS DOUBLE) AS delay_s, CAST(v.headway_s AS DOUBLE) AS headway_s,
       CAST(v.scheduled_headway_s AS DOUBLE) AS scheduled_headway_s, v.ratio, v.state, v.ahead_vehicle_id
FROM (
  SELECT strip.*
  FROM (SELECT *, max(place) OVER (PARTITION BY direction_id) AS places FROM line_strip) strip
  JOIN line_chosen chosen ON chosen.direction_id = strip.direction_id
  QUALIFY row_number() OVER (
    ORDER BY CASE WHEN strip.stop_id = parameter('stop') THEN 0 ELSE 1 END, coalesce(strip.timepoint, 0) DESC,
             abs(2 * strip.place - strip.places), strip.place) = 1) stop
LEFT JOIN line_visit v ON v.direction_id = stop.direction_id AND v.place = stop.place AND v.actual_time > as_of() - INTERVAL '7500' SECOND
ORDER BY v.actual_time
