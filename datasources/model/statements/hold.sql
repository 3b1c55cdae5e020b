INSERT INTO memory.tick."$table" SELECT * FROM memory.tick."${name}_computed"
