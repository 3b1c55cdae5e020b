INSERT INTO memory.tick."${name}_held" BY NAME SELECT * FROM given
