INSERT INTO memory.$schema."$name" SELECT * FROM memory.$schema."${name}_computed"
