-- title: 事件时钟 | Incident clock
-- row: one incident in scope seen changed in the last incident_days (7), the newest first
-- formula: T0 occurs (started_at), T1 first awareness (reported_at), T2 verified, T3 dispatched, T4 arrived, T5 lanes cleared, T6 last responder left (else cleared_at),
--   T7 normal flow; detection T1 - T0, verification T2 - T1, response T4 - T2, roadway clearance T5 - T1, incident clearance T6 - T1, recovery T7 - T5;
--   verified_after_s, arrived_after_s, lanes_after_s: T2, T4, T5 - T0;
--   a stamp that the feed lacks leaves its durations empty; stamps out of order leave theirs empty too; stage: the last stamp reached;
--   phase: the status, lanes_open from T5 on until it is cleared
-- unit: s
-- source: FHWA Traffic Incident Management
SELECT incident_id, concat('incident:', incident_id) AS row_key, kind, severity, status, title, segment_id, owner, t0, t1, t2, t3, t4, t5, t6, t7,
       CASE WHEN t1 >= t0 THEN CAST(date_diff('second', t0, t1) AS DOUBLE) END AS detection_s,
       CASE WHEN t2 >= t1 THEN CAST(date_diff('second', t1, t2) AS DOUBLE) END AS verification_s,
       CASE WHEN t4 >= t2 THEN CAST(date_diff('second', t2, t4) AS DOUBLE) END AS response_s,
       CASE WHEN t5 >= t1 THEN CAST(date_diff('second', t1, t5) AS DOUBLE) END AS roadway_clearance_s,
       CASE WHEN t6 >= t1 THEN CAST(date_diff('second', t1, t6) AS DOUBLE) END AS incident_clearance_s,
       CASE WHEN t7 >= t5 THEN CAST(date_diff('second', t5, t7) AS DOUBLE) END AS recovery_s,
       CASE WHEN t2 >= t0 THEN CAST(date_diff('second', t0, t2) AS DOUBLE) END AS verified_after_s,
       CASE WHEN t4 >= t0 THEN CAST(date_diff('second', t0, t4) AS DOUBLE) END AS arrived_after_s,
       CASE WHEN t5 >= t0 THEN CAST(date_diff('second', t0, t5) AS DOUBLE) END AS lanes_after_s,
       CASE WHEN t7 <= as_of() THEN 7 WHEN t6 <= as_of() THEN 6 WHEN t5 <= as_of() THEN 5 WHEN t4 <= as_of() THEN 4 WHEN t3 <= as_of() THEN 3
            WHEN t2 <= as_of() THEN 2 WHEN t1 <= as_of() THEN 1 ELSE 0 END AS stage,
       CASE WHEN status <> 'cleared' AND t5 <= as_of() THEN 'lanes_open' ELSE status END AS phase,
       event_time, district_id, latitude, longitude
FROM (
  SELECT incident_id, kind, severity, status, title, segment_id, owner, event_time, received_at, district_id, latitude, longitude, started_at AS t0,
         reported_at AS t1, verified_at AS t2, dispatched_at AS t3, arrived_at AS t4, lanes_cleared_at AS t5,
         coalesce(responders_left_at, CASE WHEN status = 'cleared' THEN cleared_at END) AS t6, normal_at AS t7
  FROM incident
  WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '86400' SECOND * coalesce(setting('incident_days'), 7)
    AND (scope() IS NULL OR district_id = scope())
  QUALIFY row_number() OVER (PARTITION BY feed, incident_id ORDER BY event_time DESC, received_at DESC) = 1) newest
ORDER BY t0 DESC, incident_id
