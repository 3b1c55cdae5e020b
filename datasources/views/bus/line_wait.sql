-- title: 各线路候车时间 | Waits by line
-- row: 一条线路的一个方向，不论疏密 | one line and direction, frequent or not
-- formula: AWT = 可信的观测车距平方和 / (2 × 其和)，SWT 为这些车距所跨时段内同站点计划车距的同一算式（只按间隔运行的线路取这些到站的计划间隔；已到点而未到的班次两边都不计）；观测车距在各站平均覆盖两个计划车距、且可信的占其时长八成以上才给出（存疑的多为长间隔，略去则偏短），EWT = AWT - SWT；全线比平均计划车距更久未见车而计划仍有班次到站时，各站至今的间隔计为一个车距（下限；末班计划到站再过一个平均车距后不再增长，收车后无人候车），open_s 为其中最长者
--   | AWT = sum(H^2) / (2 sum H) over observed headways that are believed (headway_doubt), SWT the same over headways planned there meanwhile (calls after the first of the vehicles between which headways were seen, up to the last; of lines run by headways: planned at those calls), EWT = AWT - SWT;
--   told once the headways seen reach over two planned ones at the line's stops: a line too rare for the window has none; nor has one of whose headways over a fifth of the time is in doubt: those are the long ones; what is due and has not come is in neither wait;
--   where nothing was seen of a line for longer than its mean planned headway though calls were due and its feed was heard (bus_feed_dark), the time so far counts as a headway at each stop (a lower bound; TfL counts it once the bus came), up to a mean headway after the stop's last planned call: nobody waits after the end of service; open_s is the longest
--   frequent: mean planned headway mean_s <= 3600 / frequent_per_hour (5)
-- unit: s
-- once: true
-- source: 伦敦交通局服务质量指标 | TfL quality of service indicators
WITH planned AS (
  SELECT *, coalesce(setting('timetable_exact'), 1) = 1 AND last_time < as_of() - INTERVAL '1' SECOND * mean_s AND last_time < due - INTERVAL '1' SECOND * mean_s
            AND NOT EXISTS (SELECT 1 FROM bus_feed_dark span WHERE span.route_id = line_sum.route_id AND span.to_time > line_sum.last_time) AS silent
  FROM (
    SELECT route_id, direction_id, sum(planned_squares) FILTER (WHERE headways > 0) / nullif(2 * sum(planned_total) FILTER (WHERE headways > 0), 0) AS due_swt_s,
           sum(while_squares) FILTER (WHERE headways > 0) / nullif(2 * sum(while_total) FILTER (WHERE headways > 0), 0) AS while_swt_s,
           sum(planned_total) FILTER (WHERE headways > 0) / nullif(sum(calls) FILTER (WHERE headways > 0), 0) AS mean_s, max(due) FILTER (WHERE headways > 0) AS due, max(last_time) AS last_time, coalesce(sum(doubted), 0) AS doubted_s
    FROM headway_stop WHERE scope() IS NULL OR district_id = scope() GROUP BY route_id, direction_id) line_sum),
observed AS (
  SELECT route_id, direction_id, sum(squares + open_s * open_s) / nullif(2 * sum(total + open_s), 0) AS awt_s, CAST(sum(headways) + count(*) FILTER (WHERE open_s > 0) AS BIGINT) AS headways,
         max(newest) AS event_time, max(open_s) FILTER (WHERE open_s > 0) AS open_s, sum(total + open_s) AS believed_s, sum(total + open_s) / count(*) AS seen_s
  FROM (SELECT s.route_id, s.direction_id, s.squares, s.total, s.headways, s.newest,
               CASE WHEN p.silent THEN CAST(greatest(0, date_diff('second', s.last_time, least(as_of(), s.due + INTERVAL '1' SECOND * p.mean_s))) AS DOUBLE) ELSE 0 END AS open_s
        FROM headway_stop s JOIN planned p ON p.route_id = s.route_id AND p.direction_id = s.direction_id
        WHERE s.headways > 0 AND (scope() IS NULL OR s.district_id = scope())) at_stop
  GROUP BY route_id, direction_id)
SELECT route_id, direction_id, awt_s - swt_s AS ewt_s, CASE WHEN swt_s IS NOT NULL THEN awt_s END AS awt_s, swt_s, CASE WHEN swt_s IS NOT NULL THEN headways END AS headways,
       mean_s, mean_s <= 3600 / coalesce(setting('frequent_per_hour'), 5) AS frequent, open_s, event_time, last_time
FROM (SELECT p.*, CASE WHEN o.open_s IS NOT NULL THEN p.due_swt_s ELSE p.while_swt_s END AS swt_s, o.awt_s, o.headways, o.open_s, o.event_time
      FROM planned p
      LEFT JOIN observed o ON o.route_id = p.route_id AND o.direction_id = p.direction_id
       AND o.seen_s >= 2 * p.mean_s AND o.believed_s >= 4 * p.doubted_s) beside
