CREATE OR REPLACE VIEW city.seen."$table" AS SELECT $columns FROM city.main."$table"
