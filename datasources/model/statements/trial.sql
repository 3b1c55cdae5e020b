-- Over empty tables a view is a table itself: what reads it is bound against its columns and not against all that it is made of.
CREATE OR REPLACE TABLE "$name" AS
$sql
