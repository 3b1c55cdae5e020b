-- title: 疑似事件 | Suspected incidents
-- row: 每行为当前范围内的一个路段：最近五分钟时刻（不早于十分钟前）连续两次远低于常态速度，偏离大的在前
--   | one segment in scope that was far below its usual speed twice in a row, at the newest five-minute moment, at most ten minutes ago; the farthest below first
-- formula: 速度低于同类日同时段中位数的偏差倍数，连续两次；已知：该路段有未解除的上报事件
--   | speed below the median of comparable days at this time by so many deviations, twice in a row; known: an incident that is not cleared was reported on the segment
-- unit: km/h
-- source: 标准正态偏差法（Dudek、Messer、Nuckles 1974） | standard normal deviate (Dudek, Messer, Nuckles 1974)
-- opens: segment_sums(segment = segment_id) as name
SELECT u.segment_id, s.name, s.road_class, u.speed_kmh, u.usual_kmh, u.deviate, u.samples, u.event_time, u.event_time - INTERVAL '600' SECOND AS since,
       EXISTS (SELECT 1 FROM incidents_now i WHERE i.segment_id = u.segment_id) AS known,
       coalesce(s.length_m, 1) AS length_m, u.district_id, s.latitude, s.longitude
FROM segment_suspect u JOIN road_segment s ON s.segment_id = u.segment_id
WHERE (scope() IS NULL OR u.district_id = scope()) AND u.event_time <= as_of() AND u.event_time > as_of() - INTERVAL '600' SECOND
  AND u.event_time = (SELECT max(event_time) FROM kpi_5min WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '600' SECOND)
ORDER BY u.deviate, u.segment_id
