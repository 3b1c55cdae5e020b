-- A file written by an older program lacks the columns that came since: they are NULL.
CREATE OR REPLACE VIEW city.seen."$table" AS
SELECT $columns FROM (
  SELECT $columns FROM city.main."$table"
  UNION ALL BY NAME
  SELECT * FROM read_parquet($files, union_by_name = true))
