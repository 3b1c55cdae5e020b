-- Which trips there are, and since when: those just touched have all their passes in memory now.
DELETE FROM memory.kept.run WHERE trip_id IN (SELECT trip_id FROM touched_run);
INSERT INTO memory.kept.run SELECT trip_id, least(first_time, touched_time), CAST(getvariable('newest') AS TIMESTAMP), TRUE FROM touched_run
