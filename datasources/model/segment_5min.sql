-- Sums of five minutes per road segment, from segment_speed. Reads event times from getvariable('batch_from') to getvariable('batch_to')
-- and computes every five minutes they touch anew, so that running it twice, or after late rows, changes nothing else.
-- Imputed samples are counted and add nothing. A standstill counts as 1 km/h. A segment without length weighs 1 m; one without
-- free-flow speed has no free_flow_time_s, which the views then take from its own history.
DELETE FROM segment_5min
WHERE event_time BETWEEN time_bucket(INTERVAL '5' MINUTE, CAST(getvariable('batch_from') AS TIMESTAMP))
                     AND time_bucket(INTERVAL '5' MINUTE, CAST(getvariable('batch_to') AS TIMESTAMP));
INSERT INTO segment_5min BY NAME
WITH segment AS (
  SELECT segment_id, min(district_id) AS district_id, min(length_m) AS length_m, min(free_flow_kmh) AS free_flow_kmh
  FROM road_segment GROUP BY segment_id),
sample AS (
  SELECT time_bucket(INTERVAL '5' MINUTE, sp.event_time) AS event_time, sp.segment_id, segment.district_id, segment.length_m,
         coalesce(sp.imputed, FALSE) AS imputed, sp.speed_kmh, coalesce(segment.length_m, 1) AS weight_m,
         coalesce(segment.length_m, 1) * 3.6 / greatest(sp.speed_kmh, 1) AS travel_s,
         coalesce(segment.length_m, 1) * 3.6 / nullif(segment.free_flow_kmh, 0) AS free_flow_s
  FROM segment_speed sp LEFT JOIN segment ON segment.segment_id = sp.segment_id
  WHERE sp.event_time >= time_bucket(INTERVAL '5' MINUTE, CAST(getvariable('batch_from') AS TIMESTAMP))
    AND sp.event_time < time_bucket(INTERVAL '5' MINUTE, CAST(getvariable('batch_to') AS TIMESTAMP)) + INTERVAL '5' MINUTE)
SELECT event_time, segment_id, min(district_id) AS district_id, min(length_m) AS length_m,
       CAST(count(*) FILTER (WHERE NOT imputed) AS INT) AS samples,
       sum(travel_s) FILTER (WHERE NOT imputed) AS travel_time_s,
       sum(free_flow_s) FILTER (WHERE NOT imputed) AS free_flow_time_s,
       coalesce(sum(weight_m) FILTER (WHERE NOT imputed), 0) AS observed_m,
       coalesce(sum(weight_m) FILTER (WHERE NOT imputed AND travel_s >= coalesce(setting('congested_ratio'), 2) * free_flow_s), 0) AS congested_m,
       CAST(count(*) FILTER (WHERE imputed) AS INT) AS imputed_samples,
       min(speed_kmh) FILTER (WHERE NOT imputed) AS lowest_kmh, max(speed_kmh) FILTER (WHERE NOT imputed) AS highest_kmh
FROM sample
GROUP BY event_time, segment_id
