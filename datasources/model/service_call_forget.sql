-- A timetable came: what was laid out from the one before is laid out anew when next needed.
DELETE FROM service_call;
DELETE FROM service_call_day;
