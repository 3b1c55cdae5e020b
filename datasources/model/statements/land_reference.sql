-- A feed's rows of one reference table are replaced whole.
DELETE FROM city.main."$table" WHERE feed = getvariable('feed');
INSERT INTO city.main."$table" ($columns) SELECT DISTINCT $columns FROM incoming
