-- A feed's rows of one reference table are replaced whole. What stands once, whoever tells of it, is as the last one told it.
DELETE FROM city.main."$table" WHERE feed = getvariable('feed') OR $told_again;
INSERT INTO city.main."$table" ($columns) SELECT DISTINCT $columns FROM incoming
