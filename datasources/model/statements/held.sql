-- In the schema of snapshots: a view that several others read is a table there, filled once.
CREATE OR REPLACE VIEW memory.tick."${name}_computed" AS
$sql;
CREATE OR REPLACE TABLE memory.tick."${name}_held" AS SELECT * FROM nothing;
CREATE OR REPLACE VIEW memory.tick."$name" AS SELECT * FROM memory.tick."${name}_held"
