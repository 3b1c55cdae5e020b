-- title: 走廊行程时间 | Travel time of the chosen corridor
-- row: the chosen corridor, as it is now and as it was at this time of day
-- formula: travel time = free-flow time of the whole corridor x (travel times / free-flow times of the segments heard); unknown below corridor_coverage (0.7) of its length;
--   day_before, week_before: the same over the twenty minutes around this time on those days (compared_day), with their dates; p10, p90: over the usual days,
--   from three of them
-- unit: s
-- source: PeMS (ratios of sums); compared_day
SELECT c.corridor_id, c.name_zh, c.name_en, c.direction, c.length_km, c.segments, c.coverage, c.event_time,
       CASE WHEN c.coverage >= coalesce(setting('corridor_coverage'), 0.7) THEN c.speed_kmh END AS speed_kmh,
       CASE WHEN c.coverage >= coalesce(setting('corridor_coverage'), 0.7) THEN c.ratio END AS ratio,
       CASE WHEN c.coverage >= coalesce(setting('corridor_coverage'), 0.7) THEN c.ratio * free.free_s END AS travel_s, free.free_s,
       past.day_before * free.free_s AS day_before, past.day_before_on, past.week_before * free.free_s AS week_before, past.week_before_on, past.rest,
       CASE WHEN past.days >= 3 THEN past.p10 * free.free_s END AS p10, CASE WHEN past.days >= 3 THEN past.p90 * free.free_s END AS p90, past.days
FROM corridors c JOIN corridor_chosen chosen ON chosen.corridor_id = c.corridor_id
CROSS JOIN (SELECT sum(free_flow_time_s) * sum(length_m) / nullif(sum(length_m) FILTER (WHERE free_flow_time_s IS NOT NULL), 0) AS free_s FROM corridor_strip) free
CROSS JOIN (
  SELECT max(CASE WHEN day_before THEN ratio END) AS day_before, max(CASE WHEN day_before THEN day END) AS day_before_on,
         max(CASE WHEN week_before THEN ratio END) AS week_before, max(CASE WHEN week_before THEN day END) AS week_before_on,
         max(CASE WHEN day_before AND rest THEN 1 ELSE 0 END) = 1 AS rest, CAST(count(CASE WHEN usual THEN ratio END) AS INT) AS days,
         quantile_cont(CASE WHEN usual THEN ratio END, 0.1) AS p10, quantile_cont(CASE WHEN usual THEN ratio END, 0.9) AS p90
  FROM corridor_past WHERE coverage >= coalesce(setting('corridor_coverage'), 0.7)) past
