-- A kept view: its own SQL for any moment, and what is kept of it for now. digest: of a whole row, where it must be asked whether it is the same.
CREATE OR REPLACE VIEW memory.plain."${name}_rule" AS
$sql;
CREATE OR REPLACE TABLE memory.kept."$name" AS SELECT *, CAST(NULL AS UBIGINT) AS digest FROM nothing;
CREATE OR REPLACE VIEW memory.plain."$name" AS
SELECT * FROM (
$live
) WHERE is_kept()
UNION ALL
SELECT * FROM memory.plain."${name}_rule" WHERE NOT is_kept()
