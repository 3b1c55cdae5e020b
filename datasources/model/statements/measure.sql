-- What one KPI measures, beside the others of this snapshot; a row of NULLs where it says nothing.
INSERT INTO memory.$schema.kpi_measured
SELECT '$kpi', first(value), first(numerator), first(denominator), first(coverage), first(content_time), first(sample) FROM memory.$schema."${kpi}_measure"
