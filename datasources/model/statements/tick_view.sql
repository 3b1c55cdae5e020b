CREATE OR REPLACE VIEW memory.tick."$name" AS
$sql
