-- Measures judged: the number only when it may be believed. Beside it what history says of this time of day (kpi_past).
-- rules: how each is judged; brought: the tables it is made of; measured: what it says, one row each; doubt: a timetable that does not fit
WITH lamp AS (   -- of the feeds that bring what the measure reads
  SELECT brought.kpi, min(table_lamp.stale_feed) AS stale_feed, min(table_lamp.silent_feed) AS silent_feed, min(table_lamp.heard_share) AS heard_share, count(come.table_name) AS come
  FROM $brought brought LEFT JOIN table_lamp ON table_lamp.table_name = brought.table_name
  LEFT JOIN feed_table come ON come.table_name = brought.table_name
  WHERE brought.table_name <> '' GROUP BY brought.kpi),
fit AS (SELECT min(feed) AS doubted_feed, min(verdict) AS doubt FROM $doubt doubted),
known AS (
  SELECT rule.*, measure.value, measure.numerator, measure.denominator, measure.content_time, measure.sample, lamp.stale_feed, lamp.silent_feed,
         CASE WHEN measure.coverage > lamp.heard_share THEN lamp.heard_share ELSE measure.coverage END AS coverage,   -- what a silent feed hides nobody knows of
         CASE WHEN rule.leans THEN fit.doubted_feed END AS doubted_feed, CASE WHEN rule.leans THEN fit.doubt END AS doubt,
         past.day_before, past.day_before_on, past.week_before, past.week_before_on, past.rest, past.p10, past.p50, past.p90, past.days,
         -- where no feed has brought anything yet, a count of it is not zero
         measure.value IS NULL OR isnan(measure.value) OR isinf(measure.value) OR coalesce(lamp.come, 1) = 0 AS silent,
         CASE rule.target_op WHEN '>=' THEN measure.value >= rule.target_value WHEN '<=' THEN measure.value <= rule.target_value
                             WHEN '>' THEN measure.value > rule.target_value WHEN '<' THEN measure.value < rule.target_value
                             WHEN '=' THEN measure.value = rule.target_value ELSE TRUE END AS met
  FROM $rules rule LEFT JOIN $measured measure ON measure.kpi = rule.kpi LEFT JOIN lamp ON lamp.kpi = rule.kpi CROSS JOIN fit
  LEFT JOIN kpi_past past ON past.kpi = rule.kpi AND past.scope = coalesce(scope(), '')),
judged AS (
  SELECT *, CASE WHEN stale_feed IS NOT NULL THEN 'stale' WHEN doubt IS NOT NULL OR silent OR coalesce(coverage, 0) < coverage_floor THEN 'unknown'
                 WHEN met THEN 'ok' ELSE 'attention' END AS state
  FROM known)
SELECT kpi, CASE WHEN state IN ('ok', 'attention') THEN value END AS value, numerator, denominator, coverage,
       coverage_floor, content_time, CAST(date_diff('second', content_time, as_of()) AS DOUBLE) AS age_s,
       target, target_value, target_op, state,
       CASE WHEN stale_feed IS NOT NULL THEN concat('feed:', stale_feed)
            WHEN doubt IS NOT NULL THEN concat(doubt, ':', doubted_feed)
            WHEN silent AND nothing IS NOT NULL AND denominator = 0 AND coalesce(coverage, 0) >= coalesce(coverage_floor, 0) THEN concat('nothing:', nothing)   -- enough is known, none of it is judged
            WHEN silent_feed IS NOT NULL THEN concat(CASE WHEN state = 'unknown' THEN 'feed:' ELSE 'without:' END, silent_feed)
            WHEN silent THEN 'no_data' WHEN state = 'unknown' THEN 'coverage' ELSE '' END AS reason,
       day_before, day_before_on, week_before, week_before_on, rest, p10, p50, p90, coalesce(days, 0) AS days, unit_zh, unit_en, sample
FROM judged
