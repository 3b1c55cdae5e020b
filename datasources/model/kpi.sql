-- A measure judged: the number only when it may be believed. Beside it what history says of this time of day (kpi_past).
WITH measure AS (SELECT * FROM "${kpi}_measure" LIMIT 1),
lamp AS (SELECT min(stale_feed) AS stale_feed FROM table_lamp WHERE table_name IN ($tables)),   -- of the feeds that bring what the measure reads
fit AS (SELECT min(feed) AS doubted_feed, min(verdict) AS doubt FROM $doubt doubted),   -- a timetable that does not fit, where the measure leans on one
past AS (SELECT * FROM (SELECT 1 AS one) LEFT JOIN kpi_past ON kpi = '$kpi' AND kpi_past.scope = coalesce(scope(), '') LIMIT 1),
judged AS (
  SELECT measure.*, lamp.stale_feed, fit.doubted_feed, fit.doubt, day_before, day_before_on, week_before, week_before_on, rest, p10, p50, p90, days,
         CASE WHEN lamp.stale_feed IS NOT NULL THEN 'stale'
              WHEN fit.doubt IS NOT NULL THEN 'unknown'
              WHEN measure.value IS NULL OR isnan(measure.value) OR isinf(measure.value) THEN 'unknown'
              WHEN coalesce(measure.coverage, 0) < $floor THEN 'unknown'
              WHEN $met THEN 'ok' ELSE 'attention' END AS state
  FROM (SELECT 1 AS one) LEFT JOIN measure ON TRUE CROSS JOIN lamp CROSS JOIN fit CROSS JOIN past)
SELECT '$kpi' AS kpi,
       CASE WHEN state IN ('ok', 'attention') THEN CAST(value AS DOUBLE) END AS value,
       CAST(numerator AS DOUBLE) AS numerator, CAST(denominator AS DOUBLE) AS denominator, CAST(coverage AS DOUBLE) AS coverage,
       CAST($floor AS DOUBLE) AS coverage_floor, content_time, CAST(date_diff('second', content_time, as_of()) AS DOUBLE) AS age_s,
       $target AS target, CAST($target_value AS DOUBLE) AS target_value, CAST($target_op AS VARCHAR) AS target_op, state,
       CASE WHEN stale_feed IS NOT NULL THEN concat('feed:', stale_feed)
            WHEN doubt IS NOT NULL THEN concat(doubt, ':', doubted_feed)
            WHEN state = 'unknown' AND (value IS NULL OR isnan(value) OR isinf(value)) THEN 'no_data'
            WHEN state = 'unknown' THEN 'coverage' ELSE '' END AS reason,
       day_before, day_before_on, week_before, week_before_on, rest, p10, p50, p90, coalesce(days, 0) AS days, $unit_zh AS unit_zh, $unit_en AS unit_en, CAST($sample AS VARCHAR) AS sample
FROM judged
