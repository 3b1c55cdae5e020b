CREATE OR REPLACE VIEW city.seen."$table" AS
SELECT $columns FROM city.main."$table"
UNION ALL
SELECT $columns FROM read_parquet($files, union_by_name = true)
