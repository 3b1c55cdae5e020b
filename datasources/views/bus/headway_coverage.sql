-- title: 车头时距覆盖 | Coverage of headways
-- row: one row for the scope
-- formula: coverage = the smaller of that of bus data and of sum(H that are believed) / sum(H), over headways of the window whose plan is up to an hour; pauses of service left out
-- unit: -
-- once: true
-- source: bus_coverage, headway_doubt
SELECT matched, expected, least(coverage, coalesce(believed_s / nullif(believed_s + doubted_s, 0), 1)) AS coverage
FROM bus_coverage
CROSS JOIN (
  SELECT coalesce(sum(believed), 0) AS believed_s, coalesce(sum(doubted), 0) AS doubted_s
  FROM (SELECT CAST(sum(headway_s) AS DOUBLE) AS believed, CAST(0 AS DOUBLE) AS doubted FROM headways WHERE NOT is_wide AND scheduled_headway_s <= 3600
        UNION ALL
        SELECT CAST(sum(h.headway_s) FILTER (WHERE d.why IS NULL) AS DOUBLE), CAST(sum(h.headway_s) FILTER (WHERE d.why <> 'pause') AS DOUBLE)
        FROM headways h LEFT JOIN headway_doubt d
          ON d.service_date = h.service_date AND d.trip_id_performed = h.trip_id_performed AND d.stop_sequence = h.stop_sequence AND d.actual_time = h.actual_time
        WHERE h.is_wide AND h.scheduled_headway_s <= 3600 AND h.actual_time <= (SELECT until FROM headway_told)) told) judged
