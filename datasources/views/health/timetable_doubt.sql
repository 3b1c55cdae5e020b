-- title: 时刻表存疑 | The timetable is in doubt
-- row: no row, or the one feed of positions that the timetable does not fit and that has most vehicles
-- formula: of timetable_fit: verdict no_timetable, foreign_timetable, hour_off or other_day, on a feed with at least a tenth of the vehicles heard
-- unit: -
-- once: true
-- source: timetable_fit; KPIs whose header names a table of the timetable are not computed while there is a row (model/kpi.sql)
SELECT feed, verdict
FROM (SELECT feed, verdict, heard, sum(heard) OVER () AS all_heard FROM timetable_fit) fit
WHERE verdict IN ('no_timetable', 'foreign_timetable', 'hour_off', 'other_day') AND heard >= 0.1 * all_heard
QUALIFY row_number() OVER (ORDER BY heard DESC, feed) = 1
