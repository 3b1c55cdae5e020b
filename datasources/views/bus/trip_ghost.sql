-- title: 幽灵班次判定 | Ghost trips judged
-- row: one trip planned to end in the window, at least ten minutes ago, at a last stop in scope()
-- formula: ghost when its outcome is lost and no vehicle_position names the trip within its span (ten minutes more on either side)
-- unit: s
-- once: true
-- source: open-bus; Skate (ghost buses)
WITH ended AS (SELECT * FROM trip_ended)
SELECT t.route_id, t.route_name, t.direction_id, t.trip_id_performed AS trip_id, t.service_date, t.block_id, t.planned_start, t.planned_end, t.first_stop_id, t.outcome, t.event_time,
       t.outcome = 'lost' AND heard.trip_id_performed IS NULL AS ghost
FROM ended t
LEFT JOIN (SELECT DISTINCT lost.service_date, lost.trip_id_performed
           FROM (SELECT trip_id, start_time, event_time FROM vehicle_position
                 WHERE received_at <= as_of() AND event_time <= as_of() AND coalesce(schedule_relationship, '') NOT IN ('ADDED', 'NEW', 'DUPLICATED') AND trip_id IN (SELECT trip_id FROM ended WHERE outcome = 'lost')
                   AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)) said
           JOIN ended lost ON lost.trip_id = said.trip_id AND (lost.trip_id_performed = lost.trip_id OR said.start_time IS NULL OR lost.trip_id_performed = run_name(said.trip_id, said.start_time))
            AND said.event_time BETWEEN lost.planned_start - INTERVAL '600' SECOND AND lost.planned_end + INTERVAL '600' SECOND) heard
  ON heard.trip_id_performed = t.trip_id_performed AND heard.service_date = t.service_date
