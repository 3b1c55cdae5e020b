-- title: 可信路段现状 | Road segments as far as believed
-- row: one road segment of the city, as segment_state; without a speed when its detector is in doubt
-- formula: see segment_unhealthy: hidden readings are none
-- unit: km/h
-- source: PeMS detector health
SELECT s.segment_id, s.name, s.road_class, s.length_m, s.latitude, s.longitude, s.district_id, s.free_flow_kmh, s.free_flow_time_s,
       CASE WHEN u.hidden THEN NULL ELSE s.speed_kmh END AS speed_kmh, CASE WHEN u.hidden THEN NULL ELSE s.ratio END AS ratio,
       CASE WHEN u.hidden THEN NULL ELSE s.travel_time_s END AS travel_time_s, s.samples, s.imputed_share, s.empty, s.event_time, s.age_s,
       coalesce(u.cause, 'good') AS health
FROM segment_state s LEFT JOIN segment_unhealthy u ON u.segment_id = s.segment_id AND u.feed IS NULL
