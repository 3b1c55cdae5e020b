-- title: 到站记录 | Stop visits
-- row: one call of one vehicle's run on one service date, as observed; a run without a timetable may call more than once
-- formula: sightings at a stop with less than visit_gap_s (300) between them are one visit: it arrives with the first and departs with the last; where a line comes by twice, standing there counts
--   with the pass that it was seen to make; who stood at the stop and stands again farther past it (at a signal) has departed;
--   a planned call is the visit nearest to its planned time, of those in which the vehicle moved along the line where there are any; delay_s counts the departure, at the last stop the arrival (where nobody saw it, when it was last seen on its way there, near it); the first stop counts once the trip went on;
--   no call is a stop that its newest update skips; a trip that is replaced has no delay: its times are not those of the timetable
-- unit: -
-- once: true
-- kept: true
-- source: TIDES stop_visits; detection in datasources/model/visits
SELECT actual_time AS event_time, received_at, feed, service_date, trip_id, trip_id_performed, route_id, direction_id, vehicle_id, stop_sequence, stop_id,
       district_id, scheduled_time, actual_time, actual_arrival_time, actual_departure_time,
       date_diff('second', actual_arrival_time, actual_departure_time) AS dwell_s, CASE WHEN coalesce(matched_by, '') <> 'replaced' THEN date_diff('second', scheduled_time, actual_time) END AS delay_s,
       distance_m, timepoint, terminal, scheduled_headway_s, matched_by, pass
FROM (
  SELECT min(service_date) AS service_date, trip_id_performed, stop_sequence, feed, vehicle_id, visit, min(trip_id) AS trip_id, min(route_id) AS route_id, min(direction_id) AS direction_id,
         min(stop_id) AS stop_id, min(district_id) AS district_id, min(scheduled_time) AS scheduled_time, coalesce(min(arrival_time) FILTER (WHERE coalesce(seen, '') <> 'coming'), max(arrival_time)) AS actual_arrival_time,
         CASE WHEN count(*) FILTER (WHERE seen = 'standing') > 0 THEN max(departure_time) FILTER (WHERE coalesce(seen, '') <> 'beyond') ELSE max(departure_time) END AS actual_departure_time,
         CASE WHEN min(terminal) = 2 THEN coalesce(min(arrival_time) FILTER (WHERE coalesce(seen, '') <> 'coming'), max(arrival_time))
              WHEN count(*) FILTER (WHERE seen = 'standing') > 0 THEN max(departure_time) FILTER (WHERE coalesce(seen, '') <> 'beyond') ELSE max(departure_time) END AS actual_time,
         max(received_at) AS received_at, min(distance_m) AS distance_m, min(timepoint) AS timepoint, min(terminal) AS terminal,
         min(scheduled_headway_s) AS scheduled_headway_s, min(matched_by) AS matched_by, coalesce(min(pass), 1) AS pass,
         count(*) FILTER (WHERE seen IN ('passing', 'coming') OR distance_m IS NULL) AS moves
  FROM (
    SELECT *, sum(begins) OVER (PARTITION BY planned_date, trip_id_performed, stop_sequence, feed, vehicle_id ORDER BY arrival_time, departure_time, received_at
                                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS visit
    FROM (
      SELECT *, CASE WHEN date_diff('second', before_departure, arrival_time)
                       > CASE WHEN seen = 'unsure' OR before_seen = 'unsure' THEN 60 ELSE coalesce(setting('visit_gap_s'), 300) END THEN 1 ELSE 0 END AS begins
      FROM (
        SELECT *, lag(seen) OVER (PARTITION BY planned_date, trip_id_performed, stop_sequence, feed, vehicle_id ORDER BY arrival_time, departure_time, received_at) AS before_seen,
               max(departure_time) OVER (PARTITION BY planned_date, trip_id_performed, stop_sequence, feed, vehicle_id ORDER BY arrival_time, departure_time, received_at
                                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_departure
        FROM (
          SELECT *, CASE WHEN scheduled_time IS NOT NULL THEN service_date ELSE '' END AS planned_date FROM stop_visit_candidate
          WHERE event_time <= as_of() AND received_at <= as_of() AND NOT coalesce(skipped, FALSE)
            -- a vehicle is not at one stop for longer than an hour, so every sighting of the visits in the window is seen
            AND event_time > as_of() - INTERVAL '1' SECOND * (coalesce(CAST(parameter('window_s') AS DOUBLE), setting('window_s'), 3600) + 3600)) sighting) dated) placed) told
  GROUP BY planned_date, trip_id_performed, stop_sequence, feed, vehicle_id, visit
  HAVING count(*) FILTER (WHERE coalesce(seen, '') <> 'unsure') > 0) stay
-- a vehicle waiting at the first stop for its next trip has not called there yet: the call counts once a later stop was passed;
-- of a trip that only its block tells, one that did not move along the line at two stops has stood where it begins or ends, and driven nothing
QUALIFY (coalesce(terminal, 0) <> 1 OR max(stop_sequence) OVER (PARTITION BY service_date, trip_id_performed) > stop_sequence)
  AND (matched_by <> 'block' OR min(CASE WHEN moves > 0 THEN stop_id END) OVER (PARTITION BY service_date, trip_id_performed)
                                 < max(CASE WHEN moves > 0 THEN stop_id END) OVER (PARTITION BY service_date, trip_id_performed))
  AND (scheduled_time IS NULL OR row_number() OVER (PARTITION BY service_date, trip_id_performed, stop_sequence
                                                    ORDER BY CASE WHEN moves > 0 THEN 0 ELSE 1 END, abs(date_diff('second', scheduled_time, actual_time)), actual_time DESC, vehicle_id) = 1)
