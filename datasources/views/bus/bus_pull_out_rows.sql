-- title: 各场站出场 | Pull-outs by depot
-- row: 每行为统计时段内或未来半小时有应出车辆的一个场站，未出和晚出多的在前 | one depot with blocks due in the window or the next half hour, most missing and late first
-- formula: 按时 /（按时、晚出、未出、取消）；各种状态分别计数；不足 share_samples（5）个的不给占比
--   | on time / (on time, late, missing, cancelled); each state counted apart; no share of fewer than share_samples (5)
-- unit: %
-- source: 时刻表与车辆位置 | the timetable and the positions of vehicles
-- opens: depot_pullout_rows(depot = depot) as depot
SELECT coalesce(depot, '-') AS depot,
       CASE WHEN count(*) FILTER (WHERE state IN ('on_time', 'late', 'missing', 'cancelled')) >= coalesce(min(setting('share_samples')), 5)
            THEN 100.0 * count(*) FILTER (WHERE state = 'on_time') / count(*) FILTER (WHERE state IN ('on_time', 'late', 'missing', 'cancelled')) END AS value,
       count(*) FILTER (WHERE state = 'on_time') AS numerator, count(*) FILTER (WHERE state IN ('on_time', 'late', 'missing', 'cancelled')) AS denominator,
       count(*) FILTER (WHERE state = 'missing') AS missing, count(*) FILTER (WHERE state = 'late') AS late, count(*) FILTER (WHERE state = 'cancelled') AS cancelled,
       count(*) FILTER (WHERE state IN ('out', 'no_data')) AS no_data, count(*) FILTER (WHERE state = 'due') AS due
FROM depot_pullout
GROUP BY coalesce(depot, '-')
ORDER BY missing DESC, late DESC, depot
