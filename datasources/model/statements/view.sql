CREATE OR REPLACE VIEW memory.$schema."$name" AS
$sql
