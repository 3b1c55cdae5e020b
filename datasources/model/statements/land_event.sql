INSERT INTO city.main."$table" ($columns) SELECT $columns FROM incoming
