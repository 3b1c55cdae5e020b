-- title: 所选线路 | The chosen line
-- row: the line of the parameter line, and its direction of the parameter direction (0 where that names none); without the parameter line the worst one of which two trips or more were seen, else the first of bus_lines
-- formula: known: the timetable has it; worst: of lines with two trips or more in the window, else of all, lowest on-time share of at least share_samples (5) visits, then most late visits
-- unit: -
-- once: true
-- source: stop_visit_punctual
SELECT chosen.route_id, coalesce(l.route_name, chosen.route_id) AS route_name, chosen.direction_id, l.route_id IS NOT NULL AS known
FROM (
  SELECT parameter('line') AS route_id, CASE WHEN parameter('direction') = '1' THEN 1 ELSE 0 END AS direction_id
  WHERE parameter('line') IS NOT NULL
  UNION ALL
  SELECT route_id, direction_id FROM (
    SELECT route_id, coalesce(direction_id, 0) AS direction_id,
           CASE WHEN count(*) >= coalesce(min(setting('share_samples')), 5) THEN 100.0 * count(*) FILTER (WHERE punctuality = 'on_time') / count(*) END AS value,
           count(*) FILTER (WHERE punctuality = 'late') AS late, count(DISTINCT trip_id) > 1 AS runs_again
    FROM stop_visit_punctual
    WHERE parameter('line') IS NULL
    GROUP BY route_id, coalesce(direction_id, 0)
    ORDER BY runs_again DESC, value NULLS LAST, late DESC, route_id, direction_id
    LIMIT 1) worst) chosen
LEFT JOIN line l ON l.route_id = chosen.route_id
