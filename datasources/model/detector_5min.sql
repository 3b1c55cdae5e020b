-- Sums of five minutes per detector, from detector_reading. Only the five minutes and detectors of the rows `arrived` are computed anew, from
-- all that is held of them: running it twice, or after late or corrected rows, changes nothing else, and costs what arrived.
-- A reading of up to five minutes belongs to those in which it began; a longer one is spread evenly over the five minutes from there on.
-- No vehicle counts twice: where counts overlap by more than a tenth, the later one counts by the part that it tells anew, from there on;
-- zeros of one feed do not stand against vehicles of another, and a feed that a diagnosis before its interval ended had found stuck beside others adds nothing.
-- A standstill counts as 1 km/h. Of a reading that was filled in by a share, that share is apart.
INSERT INTO corrected BY NAME
WITH earlier AS MATERIALIZED (
  SELECT feed, detector_id, event_time, interval_s, min(received_at) AS received_at FROM city.seen.detector_reading
  WHERE event_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) AND CAST(getvariable('batch_to') AS TIMESTAMP)
    AND received_at < (SELECT max(received_at) FROM arrived)
  GROUP BY feed, detector_id, event_time, interval_s)
SELECT DISTINCT arrived.event_time, arrived.received_at, arrived.feed, arrived.detector_id AS about, arrived.interval_s
FROM arrived JOIN earlier
  ON earlier.feed = arrived.feed AND earlier.detector_id = arrived.detector_id AND earlier.event_time = arrived.event_time AND earlier.interval_s = arrived.interval_s
 AND earlier.received_at < arrived.received_at;
-- up to the five minutes in which a count ends: what follows a late one tells anew from there on
CREATE OR REPLACE TEMP TABLE touched_detector AS
SELECT DISTINCT detector_id, time_bucket(INTERVAL '5' MINUTE, event_time) + INTERVAL '5' MINUTE * piece AS event_time
FROM (SELECT detector_id, event_time, unnest(range(CAST(floor((epoch(event_time) % 300 + greatest(interval_s, 1)) / 300) AS BIGINT) + 1)) AS piece FROM arrived);
DELETE FROM detector_5min USING touched_detector touched
WHERE detector_5min.event_time = touched.event_time AND detector_5min.detector_id = touched.detector_id;
INSERT INTO detector_5min BY NAME
WITH segment AS (
  SELECT segment_id, min(district_id) AS district_id, min(length_m) AS length_m FROM road_segment GROUP BY segment_id),
place AS (
  SELECT detector_id, min(segment_id) AS segment_id, min(lanes) AS lanes FROM detector GROUP BY detector_id),
station AS (
  SELECT segment_id, count(DISTINCT coalesce(station_id, '')) AS stations FROM detector GROUP BY segment_id),
said AS (
  SELECT feed, received_at, detector_id, event_time, segment_id, interval_s, interval_s AS told_s, flow, occupancy,
         CASE WHEN speed_kmh >= 0 AND coalesce(flow, 1) > 0 THEN greatest(speed_kmh, 1) END AS speed_kmh, greatest(0, least(1, coalesce(observed_share, 1))) AS share
  FROM city.seen.detector_reading
  WHERE event_time >= CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '1' SECOND * (greatest((SELECT max(interval_s) FROM arrived), 300) + 300)
    AND event_time <= CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' SECOND * (greatest((SELECT max(interval_s) FROM arrived), 300) + 300)
    AND detector_id IN (SELECT detector_id FROM touched_detector)),
stuck AS (
  SELECT event_time, detector_id, feed FROM detector_diagnosis
  WHERE feed IS NOT NULL AND event_time >= (SELECT min(event_time) FROM said) - INTERVAL '300' SECOND),
dead AS (   -- a feed that counted nobody all the while another counted vehicles of the same detector
  SELECT feed, detector_id
  FROM (SELECT feed, detector_id, max(flow) AS most, max(max(flow)) OVER (PARTITION BY detector_id) AS others FROM said GROUP BY feed, detector_id) each
  WHERE most = 0 AND others > 0),
held AS (
  SELECT said.* EXCLUDE (feed, received_at) FROM said ANTI JOIN dead ON dead.feed = said.feed AND dead.detector_id = said.detector_id
  ANTI JOIN stuck ON stuck.feed = said.feed AND stuck.detector_id = said.detector_id
    AND stuck.event_time >= time_bucket(INTERVAL '5' MINUTE, said.event_time) AND stuck.event_time < said.event_time + INTERVAL '1' SECOND * said.interval_s
  QUALIFY row_number() OVER (PARTITION BY said.detector_id, event_time ORDER BY received_at DESC, flow DESC, occupancy DESC, speed_kmh DESC) = 1),
longer AS (   -- a feed and its archive may tell the same time twice, in minutes and in five minutes: what begins within a longer reading is in it already
  SELECT detector_id, event_time, interval_s FROM held QUALIFY interval_s > min(interval_s) OVER (PARTITION BY detector_id)),
once AS (
  SELECT held.* FROM held
  WHERE NOT EXISTS (
    SELECT 1 FROM longer
    WHERE longer.detector_id = held.detector_id AND longer.interval_s > held.interval_s AND longer.event_time <= held.event_time
      AND longer.event_time + INTERVAL '1' SECOND * (longer.interval_s - 1) > held.event_time)),
fresh AS (   -- vehicles of the last five minutes told anew every minute, or by two feeds half a minute apart
  SELECT once.* REPLACE (event_time + INTERVAL '1' SECOND * (interval_s - new_s) AS event_time, flow * new_s / interval_s AS flow, new_s AS interval_s)
  FROM (SELECT once.*, CASE WHEN flow IS NULL OR coalesce(overlap_s, 0) <= 0.1 * interval_s THEN interval_s ELSE greatest(interval_s - overlap_s, 0) END AS new_s
        FROM (SELECT once.*, epoch(max(event_time + INTERVAL '1' SECOND * interval_s) OVER before) - epoch(event_time) AS overlap_s FROM once
              WINDOW before AS (PARTITION BY detector_id ORDER BY event_time, interval_s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) once) once),
spread AS (
  SELECT piece.* EXCLUDE (event_time, flow, interval_s), time_bucket(INTERVAL '5' MINUTE, event_time) + INTERVAL '5' MINUTE * nth AS event_time,
         flow / pieces AS flow, interval_s / pieces AS interval_s
  FROM (SELECT fresh.*, greatest(ceil(interval_s / 300), 1) AS pieces, unnest(range(CAST(greatest(ceil(interval_s / 300), 1) AS BIGINT))) AS nth FROM fresh) piece),
told AS (
  SELECT spread.*, flow IS NOT NULL OR occupancy IS NOT NULL OR speed_kmh IS NOT NULL AS measured
  FROM spread SEMI JOIN touched_detector touched ON touched.detector_id = spread.detector_id AND touched.event_time = spread.event_time)
SELECT told.event_time, told.detector_id, coalesce(min(told.segment_id), min(place.segment_id), told.detector_id) AS segment_id,
       min(segment.district_id) AS district_id, min(segment.length_m / coalesce(station.stations, 1)) AS length_m, coalesce(min(place.lanes), 1) AS lanes,
       CAST(count(*) FILTER (WHERE measured AND share > 0) AS INT) AS readings,
       coalesce(sum(interval_s * share) FILTER (WHERE measured), 0) AS measured_s,
       sum(flow * share) AS flow,
       sum(flow * share) FILTER (WHERE speed_kmh IS NOT NULL) AS timed_flow,
       sum(flow * share * speed_kmh) AS speed_flow, sum(flow * share / speed_kmh) AS pace_flow,
       coalesce(sum(interval_s * share) FILTER (WHERE occupancy IS NOT NULL), 0) AS occupancy_s, sum(interval_s * share * occupancy / 100) AS occupied_s,
       coalesce(sum(flow * (1 - share)), 0) AS imputed_flow, coalesce(sum(interval_s * (1 - share)) FILTER (WHERE measured), 0) AS imputed_s,
       min(coalesce(occupancy, flow)) FILTER (WHERE share > 0) AS lowest, max(coalesce(occupancy, flow)) FILTER (WHERE share > 0) AS highest, max(told_s) AS told_s
FROM told
LEFT JOIN place ON place.detector_id = told.detector_id
LEFT JOIN segment ON segment.segment_id = coalesce(told.segment_id, place.segment_id, told.detector_id)
LEFT JOIN station ON station.segment_id = coalesce(told.segment_id, place.segment_id, told.detector_id)
GROUP BY told.event_time, told.detector_id;
CREATE OR REPLACE TEMP TABLE touched_segment AS
SELECT DISTINCT d.segment_id, d.event_time
FROM detector_5min d JOIN touched_detector touched ON touched.detector_id = d.detector_id AND touched.event_time = d.event_time
