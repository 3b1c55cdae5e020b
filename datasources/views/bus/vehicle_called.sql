-- title: 按到站识别的车次 | Runs told by calls
-- row: one vehicle whose report need not name its run, with the run of its newest call in the last half hour
-- formula: trip_visited where the trip was found by block, start or frequency; planned_id names the calls of that run in the timetable: where only a headway is planned those of the trip stand for all its runs
-- unit: -
-- once: true
-- source: TIDES trips_performed
SELECT feed, vehicle_id, service_date, trip_id_performed AS run_id, CASE WHEN matched_by = 'frequency' THEN trip_id ELSE trip_id_performed END AS planned_id
FROM (
  SELECT feed, vehicle_id, arg_max(service_date, event_time) AS service_date, arg_max(trip_id_performed, event_time) AS trip_id_performed, arg_max(trip_id, event_time) AS trip_id,
         arg_max(matched_by, event_time) AS matched_by
  FROM trip_visited WHERE matched_by NOT IN ('trip_id', 'replaced') AND event_time > as_of() - INTERVAL '1800' SECOND
  GROUP BY feed, vehicle_id) newest
WHERE matched_by NOT IN ('line', 'added')
