-- title: 统计时段内的到站记录 | Stop visits of the window
-- row: one observed call in the window up to as_of() and in scope()
-- formula: stop_visit where actual_time is within window_s (parameter, else setting, else 3600 s) before as_of()
-- unit: -
-- source: standard
SELECT * FROM stop_visit
WHERE actual_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
  AND (scope() IS NULL OR district_id = scope())
