-- title: 定位数据有效时段 | Ten minutes in which positions came
-- row: ten minutes of the window, or of the four hours before it, in which vehicles could be seen; whatever the scope
-- formula: positions landed in them, or told of passes of stops in them however late they landed (a day that came at once); and where 20 trips or more were planned, the passes of stops seen for each planned trip were no fewer than 0.3 of the usual, or one of several feeds was silent (its lines are dark: bus_feed_dark)
-- unit: -
-- once: true
-- source: Skate: an outage is told from at least 20 vehicles; usual = median of passes seen for each planned trip, over the same hours
WITH ten AS (
  SELECT landed.event_time, landed.seen, CAST(coalesce(sum(p.trips), 0) AS BIGINT) AS planned
  FROM (SELECT event_time, CAST(sum(passes) AS BIGINT) AS seen FROM bus_feed_ten GROUP BY event_time) landed
  LEFT JOIN (SELECT time_bucket(INTERVAL '10' MINUTE, planned_start) AS first_ten, time_bucket(INTERVAL '10' MINUTE, planned_end) AS last_ten, count(*) AS trips
             FROM trip_plan GROUP BY time_bucket(INTERVAL '10' MINUTE, planned_start), time_bucket(INTERVAL '10' MINUTE, planned_end)) p ON p.first_ten <= landed.event_time AND p.last_ten >= landed.event_time
  GROUP BY landed.event_time, landed.seen)
SELECT ten.event_time, seen, planned
FROM ten CROSS JOIN (SELECT quantile_cont(CAST(seen AS DOUBLE) / planned, 0.5) AS share FROM ten WHERE planned >= 20) usual
-- of the ten minutes under way only a part was seen
WHERE planned < 20 OR seen >= 0.3 * usual.share * planned OR ten.event_time > as_of() - INTERVAL '600' SECOND
   OR EXISTS (SELECT 1 FROM bus_feed_silence silence WHERE silence.feeds > 1 AND silence.from_time < ten.event_time + INTERVAL '600' SECOND AND silence.to_time > ten.event_time)
