-- In a schema of snapshots: how every KPI is judged, and what those of one snapshot measure. All are judged in one statement.
CREATE OR REPLACE TABLE memory.$schema.kpi_rule AS SELECT * FROM $rules rule;
CREATE OR REPLACE TABLE memory.$schema.kpi_brought AS SELECT * FROM $brought brought;
CREATE OR REPLACE TABLE memory.$schema.kpi_measured (
  kpi VARCHAR, value DOUBLE, numerator DOUBLE, denominator DOUBLE, coverage DOUBLE, content_time TIMESTAMP, sample VARCHAR)
