-- Sums of five minutes per road segment, from segment_speed and detector_5min. Computes the segments and five minutes of touched_segment anew,
-- from event times getvariable('batch_from') to getvariable('batch_to') and what else is held of these five minutes, so that running it twice,
-- or after late rows, changes nothing else. A mean of an interval is a sample in each of its five minutes. Imputed samples are counted and add nothing. A standstill counts as 1 km/h. A segment without length
-- weighs 1 m; one without free-flow speed has no free_flow_time_s, which the views then take from its own history.
-- Of what a feed told of a moment more than once the last counts, both where two came at once, live and without an interval; a feed that the diagnosis of that five minutes had found stuck beside
-- others adds nothing.
-- What detectors counted is as many samples as they read intervals (of the detector that read most), all at their speed weighted by flow; one that the
-- diagnosis of that five minutes had found stuck or broken adds nothing.
DELETE FROM segment_5min USING touched_segment touched
WHERE segment_5min.event_time = touched.event_time AND segment_5min.segment_id = touched.segment_id;
INSERT INTO segment_5min BY NAME
WITH segment AS (
  SELECT segment_id, min(district_id) AS district_id, min(length_m) AS length_m, min(free_flow_kmh) AS free_flow_kmh
  FROM road_segment GROUP BY segment_id),
doubted AS (
  SELECT event_time, detector_id FROM detector_diagnosis
  WHERE feed IS NULL AND cause IN ('zero', 'high', 'mismatch', 'constant')
    AND event_time >= (SELECT min(event_time) FROM touched_segment) AND event_time <= (SELECT max(event_time) FROM touched_segment)),
stuck AS (
  SELECT event_time, segment_id, feed FROM segment_health
  WHERE feed IS NOT NULL AND cause IN ('zero', 'constant')
    AND event_time >= (SELECT min(event_time) FROM touched_segment) AND event_time <= (SELECT max(event_time) FROM touched_segment)),
told AS (
  SELECT piece.event_time, piece.segment_id, speed_kmh, 1 AS samples, imputed
  FROM (SELECT feed, segment_id, speed_kmh, coalesce(imputed, FALSE) AS imputed,
               time_bucket(INTERVAL '5' MINUTE, CASE WHEN interval_s IS NULL THEN event_time ELSE event_time - INTERVAL '1' SECOND END)
               - INTERVAL '5' MINUTE * unnest(range(CAST(greatest(ceil(coalesce(interval_s, 0) / 300), 1) AS BIGINT))) AS event_time
        FROM segment_speed
        WHERE event_time >= (SELECT min(event_time) FROM touched_segment)
          AND event_time < (SELECT max(event_time) FROM touched_segment) + INTERVAL '301' SECOND + INTERVAL '1' SECOND * coalesce(interval_s, 0)
          AND NOT EXISTS (SELECT 1 FROM corrected c WHERE c.feed = segment_speed.feed AND c.about = segment_id AND c.event_time = segment_speed.event_time
                            AND c.received_at > segment_speed.received_at AND coalesce(c.interval_s, 0) = coalesce(segment_speed.interval_s, 0))) piece
  ANTI JOIN stuck ON stuck.segment_id = piece.segment_id AND stuck.event_time = piece.event_time AND stuck.feed = piece.feed
  UNION ALL
  SELECT counted.event_time, counted.segment_id, sum(timed_flow) / sum(pace_flow), max(readings), FALSE
  FROM detector_5min counted ANTI JOIN doubted ON doubted.detector_id = counted.detector_id AND doubted.event_time = counted.event_time
  WHERE counted.event_time >= (SELECT min(event_time) FROM touched_segment) AND counted.event_time <= (SELECT max(event_time) FROM touched_segment)
  GROUP BY counted.event_time, counted.segment_id
  HAVING sum(timed_flow) > 0
  UNION ALL
  SELECT event_time, segment_id, NULL, count(*), TRUE
  FROM detector_5min
  WHERE event_time >= (SELECT min(event_time) FROM touched_segment) AND event_time <= (SELECT max(event_time) FROM touched_segment) AND imputed_s > 0
  GROUP BY event_time, segment_id),
sample AS (
  SELECT told.event_time, told.segment_id, segment.district_id, segment.length_m, told.imputed, told.speed_kmh, told.samples,
         told.samples * coalesce(segment.length_m, 1) AS weight_m,
         told.samples * coalesce(segment.length_m, 1) * 3.6 / greatest(told.speed_kmh, 1) AS travel_s,
         told.samples * coalesce(segment.length_m, 1) * 3.6 / nullif(segment.free_flow_kmh, 0) AS free_flow_s
  FROM told SEMI JOIN touched_segment touched ON touched.event_time = told.event_time AND touched.segment_id = told.segment_id
  LEFT JOIN segment ON segment.segment_id = told.segment_id)
SELECT event_time, segment_id, min(district_id) AS district_id, min(length_m) AS length_m,
       CAST(coalesce(sum(samples) FILTER (WHERE NOT imputed), 0) AS INT) AS samples,
       sum(travel_s) FILTER (WHERE NOT imputed) AS travel_time_s,
       sum(free_flow_s) FILTER (WHERE NOT imputed) AS free_flow_time_s,
       coalesce(sum(weight_m) FILTER (WHERE NOT imputed), 0) AS observed_m,
       coalesce(sum(weight_m) FILTER (WHERE NOT imputed AND travel_s >= coalesce(setting('congested_ratio'), 2) * free_flow_s), 0) AS congested_m,
       CAST(coalesce(sum(samples) FILTER (WHERE imputed), 0) AS INT) AS imputed_samples,
       min(speed_kmh) FILTER (WHERE NOT imputed) AS lowest_kmh, max(speed_kmh) FILTER (WHERE NOT imputed) AS highest_kmh
FROM sample
GROUP BY event_time, segment_id
