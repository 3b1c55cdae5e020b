-- title: 公交数据覆盖 | Coverage of bus data
-- row: one row for the scope
-- formula: matched = vehicles heard of in vehicle_lookback_s on a trip of the timetable or found on a line of it, by a feed that is not silent; expected = the larger of vehicles heard in service and trips planned to be under way now
-- unit: vehicles
-- once: true
-- source: Swiftly, Skate: an observed share of what should be there. setting timetable_exact = 0 when the timetable lists more than really runs; then only vehicles heard count
SELECT heard, matched, running, expected, coalesce(least(1, CAST(matched AS DOUBLE) / nullif(expected, 0)), 0) AS coverage
FROM (
  SELECT heard, matched, running, greatest(heard, running * coalesce(setting('timetable_exact'), 1)) AS expected
  FROM (SELECT count(*) AS heard, count(matched_by) FILTER (WHERE feed NOT IN (SELECT feed FROM feed_status WHERE state IN ('STALE', 'DOWN'))) AS matched FROM vehicle_match
        WHERE in_service AND (scope() IS NULL OR district_id = scope())) vehicles_heard
  CROSS JOIN (SELECT count(*) AS running FROM trip_due WHERE planned_end >= as_of()) trips_running) counted
