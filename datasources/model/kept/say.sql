-- What a slow view says now.
DELETE FROM memory.kept."$name";
INSERT INTO memory.kept."$name" SELECT * FROM memory.plain."${name}_rule"
