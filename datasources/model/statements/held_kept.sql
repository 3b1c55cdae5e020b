-- In the schema of snapshots: a kept view is computed once for a past moment.
CREATE OR REPLACE VIEW memory.tick."${name}_computed" AS
$sql;
CREATE OR REPLACE TABLE memory.tick."${name}_held" AS SELECT * FROM nothing;
CREATE OR REPLACE VIEW memory.tick."$name" AS
SELECT * FROM (
$live
) WHERE is_kept()
UNION ALL
SELECT * FROM memory.tick."${name}_held" WHERE NOT is_kept()
