-- What one KPI measures, beside the others of this snapshot; a row of NULLs where it says nothing.
INSERT INTO memory.tick.kpi_measured
SELECT one.kpi, value, numerator, denominator, coverage, content_time, sample FROM (SELECT '$kpi' AS kpi) one LEFT JOIN $measured measure ON measure.kpi = one.kpi
