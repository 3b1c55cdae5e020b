-- Stands where a view will be, with its columns.
CREATE TABLE memory.$schema."$name" AS SELECT * FROM nothing
