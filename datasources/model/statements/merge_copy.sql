COPY (SELECT $columns FROM read_parquet($files, union_by_name = true) ORDER BY event_time) TO $path (FORMAT parquet, COMPRESSION zstd)
