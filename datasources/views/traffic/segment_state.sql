-- title: 全网路段现状 | All road segments now
-- row: one road segment of the city; speed is NULL when nothing was heard in the last segment_window_s (300), or only that nobody drove there (empty);
--   the mean of an interval holds until segment_window_s after the next one was due, or its feed told the next interval of other segments: nobody drove here then
-- formula: speed = 1 / mean(1 / sample speed) over samples really measured (imputed ones add nothing), so that travel times add up; each weighs by the minutes that it stands for (interval_s; one of the moment: a minute), those of a feed by no more than
--   segment_window_s, among themselves by the vehicles behind them (sample_count) where the feed tells those of each; of what a feed told of a moment more than
--   once the last counts; a feed that is stuck beside others (segment_unhealthy) adds nothing; of detectors one sample an interval,
--   all at their speed weighted by flow (detector_speed);
--   ratio = free-flow speed / speed; a segment without length weighs 1 m
-- unit: km/h
-- once: true
-- source: PeMS (additive sums); standing traffic counts as 1 km/h
SELECT s.segment_id, s.name, s.road_class, coalesce(s.length_m, 1) AS length_m, s.latitude, s.longitude, s.district_id, f.free_flow_kmh,
       n.speed_kmh, f.free_flow_kmh / n.speed_kmh AS ratio,
       3.6 * coalesce(s.length_m, 1) / n.speed_kmh AS travel_time_s, 3.6 * coalesce(s.length_m, 1) / f.free_flow_kmh AS free_flow_time_s,
       n.samples, n.imputed_share, coalesce(n.empty, FALSE) AS empty, n.event_time, CAST(date_diff('second', n.event_time, as_of()) AS DOUBLE) AS age_s
FROM road_segment s
LEFT JOIN free_flow f ON f.segment_id = s.segment_id
LEFT JOIN (
  SELECT segment_id, measured / nullif(pace, 0) AS speed_kmh, CAST(samples AS BIGINT) AS samples, imputed / samples AS imputed_share, measured = 0 AND empty = 1 AS empty, event_time
  FROM (
    SELECT segment_id, coalesce(sum(measured) FILTER (WHERE NOT held), sum(measured)) AS measured, coalesce(sum(measured * mean_pace) FILTER (WHERE NOT held), sum(measured * mean_pace)) AS pace,
           coalesce(sum(samples) FILTER (WHERE NOT held), sum(samples)) AS samples, coalesce(sum(imputed) FILTER (WHERE NOT held), sum(imputed)) AS imputed,
           max(CASE WHEN empty THEN 1 ELSE 0 END) AS empty, max(event_time) AS event_time
    FROM (
      SELECT segment_id, least(minutes, coalesce(setting('segment_window_s'), 300) / 60) AS measured, CASE WHEN counted = measured AND vehicles > 0 THEN vehicle_pace / vehicles ELSE minute_pace / minutes END AS mean_pace,
             samples, samples - measured AS imputed, FALSE AS empty, held, event_time
      FROM (
        SELECT r.segment_id, r.held, count(*) AS samples, count(r.pace) AS measured, count(r.vehicles * r.pace) AS counted,
               coalesce(sum(CASE WHEN r.pace IS NOT NULL THEN r.minutes END), 0) AS minutes, sum(r.minutes * r.pace) AS minute_pace,
               sum(CASE WHEN r.pace IS NOT NULL THEN r.vehicles END) AS vehicles, sum(r.vehicles * r.pace) AS vehicle_pace, max(r.event_time) AS event_time
        FROM (SELECT feed, segment_id, event_time, received_at, interval_s, CASE WHEN NOT coalesce(imputed, FALSE) THEN 1 / greatest(speed_kmh, 1) END AS pace,
                     CASE WHEN interval_s > 0 THEN least(interval_s, coalesce(setting('segment_window_s'), 300)) / 60 ELSE 1 END AS minutes,
                     sample_count * CASE WHEN interval_s > 0 THEN least(1, coalesce(setting('segment_window_s'), 300) / interval_s) ELSE 1 END AS vehicles,
                     event_time <= as_of() - INTERVAL '1' SECOND * coalesce(setting('segment_window_s'), 300) AS held
              FROM segment_speed
              WHERE event_time <= as_of() AND received_at <= as_of() AND speed_kmh IS NOT NULL
                AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(setting('segment_window_s'), 300) + 3600)
                AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(setting('segment_window_s'), 300) + coalesce(interval_s, 0))) r
        LEFT JOIN segment_unhealthy u ON u.segment_id = r.segment_id AND u.feed = r.feed AND u.hidden
        LEFT JOIN correction c ON c.feed = r.feed AND c.about = r.segment_id AND c.event_time = r.event_time AND c.interval_s = coalesce(r.interval_s, 0) AND c.received_at > r.received_at
        LEFT JOIN (SELECT feed, interval_s, max(event_time) AS newest FROM segment_speed
                   WHERE interval_s > 0 AND event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('segment_window_s'), 300)
                   GROUP BY feed, interval_s) later ON later.feed = r.feed AND later.interval_s = r.interval_s AND later.newest >= r.event_time + INTERVAL '1' SECOND * r.interval_s
        WHERE u.segment_id IS NULL AND c.about IS NULL AND NOT (r.held AND later.newest IS NOT NULL)
        GROUP BY r.segment_id, r.feed, r.held) of_feed
      UNION ALL
      SELECT segment_id, CASE WHEN samples > 0 THEN minutes ELSE 0 END, pace, greatest(samples, 1), imputed_share * greatest(samples, 1), empty, FALSE, event_time FROM detector_speed) told
    GROUP BY segment_id) summed) n ON n.segment_id = s.segment_id
