INSERT INTO memory.tick."${name}_held" SELECT * FROM memory.tick."${name}_computed"
