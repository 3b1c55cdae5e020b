INSERT INTO memory.tick."$table" BY NAME SELECT * FROM given
