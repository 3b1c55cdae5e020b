-- title: 定位数据有效时段 | Ten minutes in which positions came
-- row: ten minutes of the window, or of the four hours before it, in which vehicles could be seen; whatever the scope
-- formula: positions landed in them, or told of passes of stops in them however late they landed (a day that came at once); and where 20 trips or more were planned, the passes of stops seen for each planned trip were no fewer than 0.3 of the usual
-- unit: -
-- once: true
-- source: Skate: an outage is told from at least 20 vehicles; usual = median of passes seen for each planned trip, over the same hours
WITH passed AS (
  SELECT time_bucket(INTERVAL '10' MINUTE, event_time) AS event_time, count(*) AS passes FROM stop_visit_candidate
  WHERE event_time <= as_of() AND received_at <= as_of()
    AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)
  GROUP BY time_bucket(INTERVAL '10' MINUTE, event_time)),
ten AS (
  SELECT landed.event_time, seen.passes AS seen, CAST(coalesce(sum(p.trips), 0) AS BIGINT) AS planned
  FROM (SELECT time_bucket(INTERVAL '10' MINUTE, coalesce(event_max, received_at)) AS event_time FROM batch
        WHERE table_name = 'vehicle_position' AND received_at <= as_of()
          AND received_at > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 14400)
        UNION SELECT event_time FROM passed) landed
  LEFT JOIN passed seen ON seen.event_time = landed.event_time
  LEFT JOIN (SELECT time_bucket(INTERVAL '10' MINUTE, planned_start) AS first_ten, time_bucket(INTERVAL '10' MINUTE, planned_end) AS last_ten, count(*) AS trips
             FROM trip_plan GROUP BY time_bucket(INTERVAL '10' MINUTE, planned_start), time_bucket(INTERVAL '10' MINUTE, planned_end)) p ON p.first_ten <= landed.event_time AND p.last_ten >= landed.event_time
  GROUP BY landed.event_time, seen.passes)
SELECT ten.event_time, coalesce(seen, 0) AS seen, planned
FROM ten CROSS JOIN (SELECT quantile_cont(CAST(coalesce(seen, 0) AS DOUBLE) / planned, 0.5) AS share FROM ten WHERE planned >= 20) usual
-- of the ten minutes under way only a part was seen
WHERE planned < 20 OR coalesce(seen, 0) >= 0.3 * usual.share * planned OR ten.event_time > as_of() - INTERVAL '600' SECOND
