-- title: 到站准点判定 | Stop visits judged
-- row: one observed call in the window and in scope(), of the line and direction named by the parameters where given
-- formula: stop_visit_punctual
-- unit: s
-- source: stop_visit_window
SELECT * FROM stop_visit_punctual
WHERE (parameter('line') IS NULL OR route_id = parameter('line'))
  AND (parameter('direction') IS NULL OR coalesce(direction_id, 0) = CAST(parameter('direction') AS INT))
