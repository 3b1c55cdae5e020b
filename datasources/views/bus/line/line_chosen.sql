-- title: 所选线路 | The chosen line
-- row: the line of the parameter line, and its direction of the parameter direction (0 where that names none); without the parameter line the one with the most late calls of the last half hour
-- formula: late: more than late_s behind the timetable
-- unit: -
-- once: true
-- source: standard
SELECT chosen.route_id, coalesce(l.route_name, chosen.route_id) AS route_name, CASE WHEN parameter('direction') = '1' THEN 1 ELSE 0 END AS direction_id
FROM (
  SELECT parameter('line') AS route_id WHERE parameter('line') IS NOT NULL
  UNION ALL
  SELECT route_id FROM (
    SELECT route_id, count(*) FILTER (WHERE date_diff('second', scheduled_time, actual_time) > coalesce(setting('late_s'), 300)) AS late
    FROM stop_visit_candidate
    WHERE parameter('line') IS NULL AND event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '1800' SECOND
      AND (scope() IS NULL OR district_id = scope())
    GROUP BY route_id
    ORDER BY late DESC, route_id
    LIMIT 1) worst) chosen
LEFT JOIN line l ON l.route_id = chosen.route_id
