-- title: 最差线路 | The worst line
-- row: the line and direction that a page is about where none is chosen: the worst one of which two trips or more were seen, else the first of bus_lines
-- formula: of lines with two trips or more in the window, else of all, lowest on-time share of at least share_samples (5) visits, then most late visits
-- unit: -
-- once: true
-- kept: minute
-- source: stop_visit_punctual
SELECT route_id, direction_id FROM (
  SELECT route_id, coalesce(direction_id, 0) AS direction_id,
         CASE WHEN count(*) >= coalesce(min(setting('share_samples')), 5) THEN 100.0 * count(*) FILTER (WHERE punctuality = 'on_time') / count(*) END AS value,
         count(*) FILTER (WHERE punctuality = 'late') AS late, count(DISTINCT trip_id) > 1 AS runs_again
  FROM stop_visit_punctual
  GROUP BY route_id, coalesce(direction_id, 0)) told
ORDER BY runs_again DESC, value NULLS LAST, late DESC, route_id, direction_id
LIMIT 1
