-- title: 取消的班次 | Cancelled trips
-- row: one trip whose newest update, as known at as_of(), cancels it; start_date '' where the update names none
-- formula: newest schedule_relationship is CANCELED or DELETED, told within six hours before the window
-- unit: -
-- once: true
-- source: GTFS-Realtime TripUpdates
SELECT trip_id, start_date, event_time
FROM (SELECT trip_id, coalesce(start_date, '') AS start_date, max(event_time) AS event_time, arg_max(schedule_relationship, event_time) AS said
      FROM trip_update
      WHERE received_at <= as_of() AND event_time <= as_of()
        AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 21600)
        -- few trips are ever cancelled: only their updates are looked at
        AND trip_id IN (SELECT trip_id FROM trip_update
                        WHERE schedule_relationship IN ('CANCELED', 'DELETED') AND received_at <= as_of() AND event_time <= as_of()
                          AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 21600))
      GROUP BY trip_id, coalesce(start_date, '')) newest
WHERE said IN ('CANCELED', 'DELETED')
