-- title: 检测器路段现速 | Speed of segments with detectors
-- row: one segment that detectors told of lately
-- formula: readings, the last of those that a feed told of one begin, whose interval ended within segment_window_s (300) before the newest one's end, that at most segment_window_s and an interval ago; samples =
--   intervals with vehicles and a speed, minutes = those that they stand for, within segment_window_s, pace = vehicles / speed over vehicles (weighs by flow, h/km); empty: all of them counted nobody and none was occupied
-- unit: h/km
-- source: PeMS (flow-weighted speed)
SELECT segment_id, CAST(count(DISTINCT CASE WHEN weight > 0 THEN begin_time END) AS INT) AS samples,
       least(count(DISTINCT CASE WHEN weight > 0 THEN begin_time END) * max(date_diff('second', begin_time, end_time)), coalesce(setting('segment_window_s'), 300)) / 60 AS minutes,
       sum(weight / greatest(speed_kmh, 1)) FILTER (WHERE weight > 0) / sum(weight) FILTER (WHERE weight > 0) AS pace,
       avg(1 - share) AS imputed_share, max(end_time) AS event_time, sum(share) > 0 AND coalesce(sum(flow), 1) = 0 AND coalesce(max(occupancy), 0) = 0 AS empty
FROM (
  SELECT r.*, CASE WHEN speed_kmh >= 0 THEN flow * share END AS weight, max(end_time) OVER (PARTITION BY segment_id) AS newest
  FROM (
    SELECT coalesce(d.segment_id, p.segment_id, d.detector_id) AS segment_id, d.event_time AS begin_time, d.event_time + INTERVAL '1' SECOND * d.interval_s AS end_time,
           d.flow, d.occupancy, d.speed_kmh, coalesce(d.observed_share, 1) AS share
    FROM detector_reading d LEFT JOIN detector p ON p.detector_id = d.detector_id
    LEFT JOIN correction c ON c.feed = d.feed AND c.about = d.detector_id AND c.event_time = d.event_time AND c.interval_s = d.interval_s AND c.received_at > d.received_at
    LEFT JOIN detector_doubt u ON u.detector_id = d.detector_id AND u.hidden AND coalesce(u.feed, d.feed) = d.feed
    WHERE c.about IS NULL AND u.detector_id IS NULL AND d.event_time <= as_of() AND d.received_at <= as_of() AND d.event_time > as_of() - INTERVAL '7500' SECOND
      AND d.event_time + INTERVAL '1' SECOND * d.interval_s <= as_of()
      AND d.event_time > as_of() - INTERVAL '1' SECOND * (coalesce(setting('segment_window_s'), 300) + 2 * d.interval_s)) r) told
WHERE end_time > newest - INTERVAL '1' SECOND * coalesce(setting('segment_window_s'), 300)
GROUP BY segment_id
