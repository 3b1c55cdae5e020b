-- title: 线路数据覆盖 | Coverage of the line
-- row: one row for the chosen line and direction
-- formula: matched = trips under way by the timetable that a vehicle reports now; expected = those trips, but for cancelled ones and those of the last ten minutes
-- unit: trips
-- once: true
-- source: as bus_coverage
SELECT trips.matched, trips.expected, heard.newest,
       CASE WHEN heard.buses = 0 THEN CAST(0 AS DOUBLE) ELSE coalesce(CAST(trips.matched AS DOUBLE) / nullif(trips.expected, 0), 1) END AS coverage
FROM (SELECT count(*) FILTER (WHERE g.state = 'run') AS matched, count(*) FILTER (WHERE g.state IN ('run', 'lost')) AS expected
      FROM line_ghosts g JOIN line_chosen chosen ON chosen.direction_id = g.direction_id) trips
CROSS JOIN (SELECT count(*) AS buses, max(event_time) AS newest FROM line_buses) heard
