-- A view of which snapshots read what it said within the last minute; while slow views are told, so do those that read it.
CREATE OR REPLACE VIEW memory.plain."${name}_rule" AS
$sql;
CREATE OR REPLACE TABLE memory.kept."$name" AS SELECT * FROM nothing;
CREATE OR REPLACE VIEW memory.plain."$name" AS
SELECT * FROM memory.kept."$name" WHERE is_telling()
UNION ALL
SELECT * FROM memory.plain."${name}_rule" WHERE NOT is_telling()
