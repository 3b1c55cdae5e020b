(SELECT * FROM (VALUES $rows) brought(kpi, table_name))
