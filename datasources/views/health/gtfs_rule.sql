-- title: 时刻表检查 | Checks of the timetable
-- row: one check that a timetable fails, errors first
-- formula: what was found when the timetable came (gtfs_finding), and of its days: no trips today; over (no day from today on); over within seven days
-- unit: -
-- source: MobilityData gtfs-validator and RULES.md E010, as far as they make figures wrong
WITH today AS (
  SELECT concat(extract(year FROM local_time(as_of())), CASE WHEN extract(month FROM local_time(as_of())) < 10 THEN '0' ELSE '' END,
                extract(month FROM local_time(as_of())), CASE WHEN extract(day FROM local_time(as_of())) < 10 THEN '0' ELSE '' END,
                extract(day FROM local_time(as_of()))) AS service_date),
days AS (
  SELECT d.feed, max(d.service_date) AS last_date, max(CASE WHEN d.service_date = today.service_date THEN 1 ELSE 0 END) AS runs, min(today.service_date) AS service_date,
         count(DISTINCT CASE WHEN d.service_date >= today.service_date THEN d.service_date END) AS days_left
  FROM gtfs_service_date d CROSS JOIN today GROUP BY d.feed),
failed AS (
  SELECT feed, rule, rows, sample FROM gtfs_finding
  UNION ALL
  SELECT feed, CASE WHEN last_date < service_date THEN 'calendar_over' ELSE 'no_service_today' END, CAST(1 AS BIGINT), concat('last day ', last_date)
  FROM days WHERE runs = 0
  UNION ALL
  SELECT feed, 'calendar_ends', CAST(1 AS BIGINT), concat('last day ', last_date) FROM days WHERE runs = 1 AND days_left <= 7)
SELECT failed.rule, coalesce(f.title_zh, failed.feed) AS feed_zh, coalesce(f.title_en, failed.feed) AS feed_en, names.title_zh, names.title_en, failed.feed,
       names.severity, rows AS count, sample AS example
FROM failed
LEFT JOIN (VALUES
  ('times_decrease', 'error', '时刻沿途倒退', 'Times go back along a trip'),
  ('trip_without_stops', 'error', '班次没有停靠站', 'A trip without stops'),
  ('ends_untimed', 'error', '班次首站或末站没有时刻', 'A trip without a time at its first or last stop'),
  ('trip_of_one_stop', 'warning', '班次只有一站', 'A trip of one stop'),
  ('unknown_stop', 'error', '停靠站不存在', 'A call at an unknown stop'),
  ('unknown_trip', 'error', '班次不存在', 'Calls of an unknown trip'),
  ('shared_trip', 'error', '另一时刻表有同名班次（feeds.toml 的 id_prefix 可区分）', 'Another timetable has a trip of this id: tell them apart by id_prefix'),
  ('unknown_route', 'error', '线路不存在', 'A trip of an unknown line'),
  ('unknown_service', 'warning', '班次从不运行', 'Trips that never run'),
  ('timezone_missing', 'error', '缺少时区', 'No time zone'),
  ('E010', 'warning', '停靠的不是上下车站点', 'A call at what is no place to board'),
  ('no_service_today', 'error', '今天没有班次', 'No trips today'),
  ('calendar_over', 'error', '时刻表已到期', 'The timetable is over'),
  ('calendar_ends', 'warning', '时刻表七天内到期', 'The timetable ends within a week')) names(rule, severity, title_zh, title_en) ON names.rule = failed.rule
LEFT JOIN (SELECT feed, min(title_zh) AS title_zh, min(title_en) AS title_en FROM feed GROUP BY feed) f ON f.feed = failed.feed
ORDER BY names.severity, failed.rule, failed.feed
