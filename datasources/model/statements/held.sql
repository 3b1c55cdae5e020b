-- In the schema of snapshots: a view that several others read is a table, filled once.
CREATE OR REPLACE VIEW memory.tick."${name}_computed" AS
$sql;
CREATE TABLE memory.tick."$name" AS SELECT * FROM nothing
