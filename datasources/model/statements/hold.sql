INSERT INTO memory.tick."$name" SELECT * FROM memory.tick."${name}_computed"
