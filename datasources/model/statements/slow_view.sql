-- A view of which snapshots read what it said within the last minute.
CREATE OR REPLACE VIEW memory.plain."$name" AS
$sql;
CREATE OR REPLACE TABLE memory.kept."$name" AS SELECT * FROM memory.plain."$name" LIMIT 0
