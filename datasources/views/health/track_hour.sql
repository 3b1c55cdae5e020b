-- title: 最近一小时的轨迹 | Tracks of the last hour
-- row: one row for the scope: sums of track_5min
-- formula: sums over the five minutes that began in the last 65 minutes and are over
-- unit: m
-- once: true
-- source: track_5min
SELECT CAST(sum(reports) AS BIGINT) AS reports, CAST(sum(followed) AS BIGINT) AS followed, CAST(sum(drifted) AS BIGINT) AS drifted,
       sum(total_m) AS total_m, sum(complete_m) AS complete_m, CAST(sum(minutes) AS BIGINT) AS minutes, CAST(sum(full_minutes) AS BIGINT) AS full_minutes,
       max(event_time) + INTERVAL '300' SECOND AS newest
FROM track_5min
WHERE event_time <= as_of() - INTERVAL '300' SECOND AND event_time > as_of() - INTERVAL '3900' SECOND AND (scope() IS NULL OR district_id = scope())
