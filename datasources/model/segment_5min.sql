-- Sums of five minutes per road segment, from segment_speed and detector_5min. Computes the segments and five minutes of touched_segment anew,
-- from event times getvariable('batch_from') to getvariable('batch_to') and what else is held of these five minutes, so that running it twice,
-- or after late rows, changes nothing else. A mean of an interval is a sample in each of its five minutes. Samples weigh by the minutes that they stand for
-- there (interval_s; one of the moment: a minute), those of a feed by five at most; among themselves those of a feed that tells the vehicles behind each
-- (sample_count) by these: a road's travel time is that of its vehicles. Imputed samples are counted and add nothing. A standstill counts as 1 km/h. A segment without length
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
  SELECT piece.event_time, piece.segment_id, piece.feed, speed_kmh, 1 AS samples, imputed, minutes, vehicles
  FROM (SELECT feed, segment_id, speed_kmh, sample_count / greatest(ceil(coalesce(interval_s, 0) / 300), 1) AS vehicles,
               CASE WHEN interval_s > 0 THEN least(interval_s, 300) / 60 ELSE 1 END AS minutes, coalesce(imputed, FALSE) AS imputed,
               time_bucket(INTERVAL '5' MINUTE, CASE WHEN interval_s IS NULL THEN event_time ELSE event_time - INTERVAL '1' SECOND END)
               - INTERVAL '5' MINUTE * unnest(range(CAST(greatest(ceil(coalesce(interval_s, 0) / 300), 1) AS BIGINT))) AS event_time
        FROM segment_speed
        WHERE event_time >= (SELECT min(event_time) FROM touched_segment)
          AND event_time < (SELECT max(event_time) FROM touched_segment) + INTERVAL '301' SECOND + INTERVAL '1' SECOND * coalesce(interval_s, 0)
          AND NOT EXISTS (SELECT 1 FROM corrected c WHERE c.feed = segment_speed.feed AND c.about = segment_id AND c.event_time = segment_speed.event_time
                            AND c.received_at > segment_speed.received_at AND coalesce(c.interval_s, 0) = coalesce(segment_speed.interval_s, 0))) piece
  ANTI JOIN stuck ON stuck.segment_id = piece.segment_id AND stuck.event_time = piece.event_time AND stuck.feed = piece.feed
  UNION ALL
  SELECT counted.event_time, counted.segment_id, NULL, sum(timed_flow) / sum(pace_flow), max(readings), FALSE, max(measured_s) / 60, NULL
  FROM detector_5min counted ANTI JOIN doubted ON doubted.detector_id = counted.detector_id AND doubted.event_time = counted.event_time
  WHERE counted.event_time >= (SELECT min(event_time) FROM touched_segment) AND counted.event_time <= (SELECT max(event_time) FROM touched_segment)
  GROUP BY counted.event_time, counted.segment_id
  HAVING sum(timed_flow) > 0
  UNION ALL
  SELECT event_time, segment_id, NULL, NULL, count(*), TRUE, 5, NULL
  FROM detector_5min
  WHERE event_time >= (SELECT min(event_time) FROM touched_segment) AND event_time <= (SELECT max(event_time) FROM touched_segment) AND imputed_s > 0
  GROUP BY event_time, segment_id),
sample AS (
  SELECT told.event_time, told.segment_id, told.feed, told.imputed, told.speed_kmh, told.samples, told.minutes, told.vehicles, segment.district_id, segment.length_m, segment.free_flow_kmh,
         1 / greatest(told.speed_kmh, 1) AS pace
  FROM told SEMI JOIN touched_segment touched ON touched.event_time = told.event_time AND touched.segment_id = told.segment_id
  LEFT JOIN segment ON segment.segment_id = told.segment_id),
source AS (
  SELECT event_time, segment_id, imputed, min(district_id) AS district_id, min(length_m) AS length_m, min(free_flow_kmh) AS free_flow_kmh, sum(samples) AS samples,
         least(sum(minutes), 5) AS minutes,
         CASE WHEN count(vehicles) = count(*) AND sum(vehicles) > 0 THEN sum(vehicles * pace) / sum(vehicles) ELSE sum(minutes * pace) / sum(minutes) END AS pace,
         CASE WHEN count(vehicles) = count(*) AND sum(vehicles) > 0 THEN sum(vehicles * congested) / sum(vehicles) ELSE sum(minutes * congested) / sum(minutes) END AS congested,
         min(speed_kmh) AS lowest_kmh, max(speed_kmh) AS highest_kmh
  FROM (SELECT *, CASE WHEN pace * free_flow_kmh >= coalesce(setting('congested_ratio'), 2) THEN 1 ELSE 0 END AS congested FROM sample) each
  GROUP BY event_time, segment_id, feed, imputed),
summed AS (
  SELECT event_time, segment_id, min(district_id) AS district_id, min(length_m) AS length_m, min(nullif(free_flow_kmh, 0)) AS free_flow_kmh,
         sum(samples) FILTER (WHERE NOT imputed) AS samples, sum(minutes * pace) FILTER (WHERE NOT imputed) / sum(minutes) FILTER (WHERE NOT imputed) AS pace,
         sum(minutes * congested) FILTER (WHERE NOT imputed) / sum(minutes) FILTER (WHERE NOT imputed) AS congested, sum(samples) FILTER (WHERE imputed) AS imputed_samples,
         min(lowest_kmh) FILTER (WHERE NOT imputed) AS lowest_kmh, max(highest_kmh) FILTER (WHERE NOT imputed) AS highest_kmh
  FROM source GROUP BY event_time, segment_id)
SELECT event_time, segment_id, district_id, length_m, CAST(coalesce(samples, 0) AS INT) AS samples,
       3.6 * samples * coalesce(length_m, 1) * pace AS travel_time_s,
       3.6 * samples * coalesce(length_m, 1) / free_flow_kmh AS free_flow_time_s,
       coalesce(samples * coalesce(length_m, 1), 0) AS observed_m,
       coalesce(samples * coalesce(length_m, 1) * congested, 0) AS congested_m,
       CAST(coalesce(imputed_samples, 0) AS INT) AS imputed_samples, lowest_kmh, highest_kmh
FROM summed
