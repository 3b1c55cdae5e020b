(SELECT '$kpi' AS kpi, CAST(value AS DOUBLE) AS value, CAST(numerator AS DOUBLE) AS numerator, CAST(denominator AS DOUBLE) AS denominator,
        CAST(coverage AS DOUBLE) AS coverage, CAST(content_time AS TIMESTAMP) AS content_time, CAST(sample AS VARCHAR) AS sample
 FROM "${kpi}_measure" LIMIT 1)
