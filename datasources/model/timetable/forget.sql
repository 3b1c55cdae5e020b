-- A timetable came: what was laid out from the one before is laid out anew when next needed.
DELETE FROM trip_pattern;
DELETE FROM pattern_stop;
DELETE FROM pattern_leg;
DELETE FROM service_trip;
DELETE FROM planned_trip;
DELETE FROM service_call;
DELETE FROM service_call_day;
