-- title: 走廊行程时间 | Travel time of the chosen corridor
-- row: the chosen corridor, as it is now and as it was at this time of day
-- formula: travel time = free-flow time of the whole corridor x (travel times / free-flow times of the segments heard); unknown below corridor_coverage (0.7) of its length;
--   yesterday, last_week: the same over the twenty minutes around this time then; p10, p90: over the same weekday of the last eight weeks, from three of them
-- unit: s
-- source: PeMS (ratios of sums)
SELECT c.corridor_id, c.name_zh, c.name_en, c.direction, c.length_km, c.segments, c.coverage, c.event_time,
       CASE WHEN c.coverage >= coalesce(setting('corridor_coverage'), 0.7) THEN c.speed_kmh END AS speed_kmh,
       CASE WHEN c.coverage >= coalesce(setting('corridor_coverage'), 0.7) THEN c.ratio END AS ratio,
       CASE WHEN c.coverage >= coalesce(setting('corridor_coverage'), 0.7) THEN c.ratio * free.free_s END AS travel_s, free.free_s,
       past.yesterday * free.free_s AS yesterday_s, past.last_week * free.free_s AS last_week_s,
       CASE WHEN past.weeks >= 3 THEN past.p10 * free.free_s END AS p10_s, CASE WHEN past.weeks >= 3 THEN past.p90 * free.free_s END AS p90_s
FROM corridors c JOIN corridor_chosen chosen ON chosen.corridor_id = c.corridor_id
CROSS JOIN (SELECT sum(free_flow_time_s) * sum(length_m) / nullif(sum(length_m) FILTER (WHERE free_flow_time_s IS NOT NULL), 0) AS free_s FROM corridor_strip) free
CROSS JOIN (
  SELECT max(CASE WHEN days = 1 THEN ratio END) AS yesterday, max(CASE WHEN days = 7 THEN ratio END) AS last_week,
         count(CASE WHEN days >= 7 THEN ratio END) AS weeks, quantile_cont(CASE WHEN days >= 7 THEN ratio END, 0.1) AS p10,
         quantile_cont(CASE WHEN days >= 7 THEN ratio END, 0.9) AS p90
  FROM corridor_past WHERE coverage >= coalesce(setting('corridor_coverage'), 0.7)) past
