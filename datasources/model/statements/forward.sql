CREATE OR REPLACE VIEW memory.main."$table" AS SELECT * FROM city.seen."$table"
