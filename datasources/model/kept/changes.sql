-- From when to when the last landing changed passes.
SELECT min(event_time), max(event_time) FROM touched_trip
