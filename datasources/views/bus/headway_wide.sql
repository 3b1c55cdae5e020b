-- title: 跨车的车头时距 | Headways past other vehicles
-- row: one headway of the window and scope whose vehicle came behind another than the timetable has before it
-- formula: headways where is_wide; doubt = that of headway_doubt, else none
-- unit: s
-- once: true
-- kept: minute
-- source: headways, headway_doubt
SELECT h.*, coalesce(d.why, 'none') AS doubt
FROM headways h
LEFT JOIN headway_doubt d
  ON d.service_date = h.service_date AND d.trip_id_performed = h.trip_id_performed AND d.stop_sequence = h.stop_sequence AND d.actual_time = h.actual_time
WHERE h.is_wide
