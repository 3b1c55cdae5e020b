SELECT * FROM memory.kept."$name"
