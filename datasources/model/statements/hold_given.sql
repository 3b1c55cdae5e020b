INSERT INTO memory.$schema."$name" BY NAME SELECT * FROM given
