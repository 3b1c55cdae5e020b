-- In the schema of snapshots: how every KPI is judged, and what those of one snapshot measure. All are judged in one statement.
CREATE OR REPLACE TABLE memory.tick.kpi_rule AS SELECT * FROM $rules rule;
CREATE OR REPLACE TABLE memory.tick.kpi_brought AS SELECT * FROM $brought brought;
CREATE OR REPLACE TABLE memory.tick.kpi_measured (
  kpi VARCHAR, value DOUBLE, numerator DOUBLE, denominator DOUBLE, coverage DOUBLE, content_time TIMESTAMP, sample VARCHAR)
