-- title: 车头时距覆盖 | Coverage of headways
-- row: one row for the scope
-- formula: coverage = the smaller of that of bus data and of sum(H that are believed) / sum(H), over headways of the window whose plan is up to an hour; pauses of service left out
-- unit: -
-- once: true
-- source: bus_coverage, headway_wide
SELECT matched, expected, least(coverage, coalesce(believed_s / nullif(believed_s + doubted_s, 0), 1)) AS coverage
FROM bus_coverage
CROSS JOIN (
  SELECT coalesce(sum(believed), 0) AS believed_s, coalesce(sum(doubted), 0) AS doubted_s
  FROM (SELECT CAST(sum(headway_s) AS DOUBLE) AS believed, CAST(0 AS DOUBLE) AS doubted FROM headways WHERE NOT is_wide AND scheduled_headway_s <= 3600
        UNION ALL
        SELECT CAST(sum(headway_s) FILTER (WHERE doubt = 'none') AS DOUBLE), CAST(sum(headway_s) FILTER (WHERE doubt NOT IN ('none', 'pause')) AS DOUBLE)
        FROM headway_wide
        WHERE scheduled_headway_s <= 3600 AND (scope() IS NULL OR district_id = scope()) AND actual_time <= as_of()
          AND actual_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)) told) judged
