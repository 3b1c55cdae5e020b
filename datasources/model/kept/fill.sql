-- Everything that is kept, anew: the views' own SQL at the newest moment. The rows are what a question of the longest window kept may read.
DELETE FROM memory.kept.stop_visit;
DELETE FROM memory.kept.headways;
INSERT INTO memory.kept.stop_visit SELECT * FROM memory.main.stop_visit_rule ORDER BY event_time;
INSERT INTO memory.kept.headways
WITH stop_visit AS (SELECT * FROM memory.kept.stop_visit)
SELECT * FROM (
$headways
) ORDER BY actual_time
