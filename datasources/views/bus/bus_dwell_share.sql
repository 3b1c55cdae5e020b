-- title: 停靠时间占比 | Dwell share
-- row: 当前范围（全市或所选区市）的汇总值 | one row for the scope
-- formula: 首末站之间各站停靠时间之和 / 行程时间之和，取统计时段内到达终点、且在至少五分之四的站被看到的班次；停靠 = 离站 - 到站，在站停过后又在站后 15 米以外停下（如等信号）不计；覆盖率 = 这些班次占到达终点班次之比与间隔不超过 15 秒（dwell_report_s）的上报占比中的较小者：上报更稀时看不到停靠
--   | sum of dwell at the stops between first and last / sum of run times, over trips that reached their last stop in the window and were seen at four fifths of their stops or more; dwell = departure - arrival, not counting who stood at the stop and stands again over 15 m past it (at a signal);
--   coverage = the smaller of the share of these among the trips that arrived and of the share of reports at most 15 s (dwell_report_s) after the one before: of fewer reports stays at stops go unseen
-- unit: %
-- source: TCRP 第 165 号报告（公交通行能力与服务质量手册）：停靠时间是行程时间的组成部分 | TCRP Report 165 (Transit Capacity and Quality of Service Manual): dwell as a part of run time
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 站内停靠/行程时间 | time at stops / run time
-- decimals: 1
-- normal: 10%～25%，客流高峰偏高 | 10 to 25 %, higher when many ride
-- investigate_if: 高于 30%，或单条线路比平日高 10 个百分点 | above 30 %, or one line ten points over its usual
-- possible_causes: 上下客拥挤；前门上车排队；站台被占；中途站等点
--   | crowding; queues at the front door; a blocked stop; waiting for time at stops on the way
SELECT 100.0 * dwell / nullif(run, 0) AS value, dwell AS numerator, run AS denominator,
       least(coalesce(CAST(trips AS DOUBLE) / nullif(greatest(trips, ended), 0), 0), coalesce(CAST(dense AS DOUBLE) / nullif(followed, 0), 1)) AS coverage, newest AS content_time, concat(trips, '/', ended) AS sample
FROM (SELECT count(*) AS trips, CAST(sum(dwell_s) AS DOUBLE) AS dwell, CAST(sum(run_s) AS DOUBLE) AS run, max(event_time) AS newest FROM trip_dwell) told
CROSS JOIN (SELECT count(*) FILTER (WHERE seen) AS ended FROM trip_ended) due
CROSS JOIN (SELECT sum(dense) AS dense, sum(followed) AS followed FROM track_5min
            WHERE event_time <= as_of() AND event_time > as_of() - INTERVAL '1' SECOND * coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600)
              AND (scope() IS NULL OR district_id = scope())) track
