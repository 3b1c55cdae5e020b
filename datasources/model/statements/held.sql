-- In a schema of snapshots: a view that several others read is a table, filled once.
CREATE OR REPLACE VIEW memory.$schema."${name}_computed" AS
$sql;
CREATE TABLE memory.$schema."$name" AS SELECT * FROM nothing
