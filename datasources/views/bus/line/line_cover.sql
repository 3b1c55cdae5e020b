-- title: 线路数据覆盖 | Coverage of the line
-- row: one row for the chosen line and direction
-- formula: expected = trips under way by the timetable for at least ten minutes; matched = those of them that a vehicle reports now
-- unit: trips
-- once: true
-- source: as bus_coverage
SELECT matched, expected, newest, CASE WHEN newest IS NULL THEN CAST(0 AS DOUBLE) ELSE coalesce(CAST(matched AS DOUBLE) / nullif(expected, 0), 1) END AS coverage
FROM (
  SELECT count(*) FILTER (WHERE due.trip_id IS NOT NULL AND bus.trip_id IS NOT NULL) AS matched, count(due.trip_id) AS expected, max(bus.event_time) AS newest
  FROM (SELECT DISTINCT p.service_date, p.trip_id FROM line_place p JOIN line_chosen chosen ON chosen.direction_id = p.direction_id
        WHERE p.scheduled_time IS NOT NULL AND p.trip_start <= as_of() - INTERVAL '600' SECOND AND p.trip_end >= as_of()) due
  FULL JOIN (SELECT service_date, trip_id, max(event_time) AS event_time FROM line_buses GROUP BY service_date, trip_id) bus
    ON bus.service_date = due.service_date AND bus.trip_id = due.trip_id) counted
