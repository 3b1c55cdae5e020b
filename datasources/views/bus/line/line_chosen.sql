-- title: 所选线路 | The chosen line
-- row: the line of the parameter line, and its direction of the parameter direction (0 where that names none); without the parameter line the worst one of which two trips or more were seen, else the first of bus_lines
-- formula: known: the timetable has it; worst: line_worst
-- unit: -
-- once: true
-- source: stop_visit_punctual
SELECT chosen.route_id, coalesce(l.route_name, chosen.route_id) AS route_name, chosen.direction_id, l.route_id IS NOT NULL AS known
FROM (
  SELECT parameter('line') AS route_id, CASE WHEN parameter('direction') = '1' THEN 1 ELSE 0 END AS direction_id
  WHERE parameter('line') IS NOT NULL
  UNION ALL
  SELECT route_id, direction_id FROM line_worst WHERE parameter('line') IS NULL) chosen
LEFT JOIN line l ON l.route_id = chosen.route_id
