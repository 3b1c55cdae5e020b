-- Beside the kept views: every pass of the trips under way (`whole`), and the trips there were. The passes of a trip that has not been
-- touched for a while are let go, and read again should more of them come. A line's page finds its visits by an index: a few of them are in
-- nearly every vector, where a scan looks up the long ids one by one.
CREATE OR REPLACE TABLE memory.kept.run_pass AS SELECT * FROM stop_visit_candidate LIMIT 0;
CREATE OR REPLACE TABLE memory.kept.run (trip_id VARCHAR, first_time TIMESTAMP, last_time TIMESTAMP, whole BOOLEAN);
CREATE INDEX IF NOT EXISTS stop_visit_route ON memory.kept.stop_visit (route_id)
