-- title: 疑似事件 | Suspected incidents
-- row: one segment in scope that was far below its usual speed twice in a row, at the newest five-minute moment, at most ten minutes ago; the farthest below first
-- formula: see segment_suspect_now; known: an incident that is not cleared was reported on the segment
-- unit: km/h
-- source: standard normal deviate (Dudek, Messer, Nuckles 1974)
-- opens: segment_sums(segment = segment_id) as name
SELECT u.segment_id, s.name, s.road_class, u.speed_kmh, u.usual_kmh, u.deviate, u.samples, u.event_time, u.event_time - INTERVAL '600' SECOND AS since,
       EXISTS (SELECT 1 FROM incidents_now i WHERE i.segment_id = u.segment_id) AS known,
       coalesce(s.length_m, 1) AS length_m, u.district_id, s.latitude, s.longitude
FROM segment_suspect u JOIN road_segment s ON s.segment_id = u.segment_id
WHERE (scope() IS NULL OR u.district_id = scope()) AND u.event_time <= as_of() AND u.event_time > as_of() - INTERVAL '600' SECOND
  AND u.event_time = (SELECT max(event_time) FROM kpi_5min WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '600' SECOND)
ORDER BY u.deviate, u.segment_id
