-- title: 当前车头时距覆盖 | Coverage of headways now
-- row: one row for the scope
-- formula: coverage = the smaller of that of bus data and of vehicles whose headway is known now / trips that called in the last 15 minutes where a vehicle was planned before them
-- unit: -
-- once: true
-- source: bus_coverage, headways_now
SELECT matched, expected, measured, newest, least(coverage, coalesce(CAST(measured AS DOUBLE) / nullif(called, 0), 1)) AS coverage
FROM bus_coverage
CROSS JOIN (SELECT count(*) AS measured, max(event_time) AS newest FROM headways_now) known
CROSS JOIN (
  SELECT count(DISTINCT v.trip_id_performed) AS called FROM trip_visited newest
  JOIN stop_visit v ON v.service_date = newest.service_date AND v.trip_id_performed = newest.trip_id_performed AND v.actual_time = newest.event_time
  WHERE newest.event_time > as_of() - INTERVAL '900' SECOND AND v.actual_time > as_of() - INTERVAL '900' SECOND
    AND v.scheduled_headway_s BETWEEN 1 AND 14400 AND (scope() IS NULL OR v.district_id = scope())) due
