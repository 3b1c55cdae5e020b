-- Sightings where no time is planned. Of lines run by frequency: the first stop left, a stop passed, or standing near one, on a line that may be a ring.
-- Of a line known by its name alone, the headway is the one planned there at the call nearest in time; none where it may be one that drives by that stop (an express).
-- By the stops alone: TransBigData's rule, from entering to leaving the stop_buffer_m (200) around the stop, whichever way the vehicle goes.
INSERT INTO sighting BY NAME
WITH reached AS (
  SELECT place.*, leg.feed, leg.vehicle_id, leg.received_at, stop.stop_sequence, stop.stop_id, stop.district_id, stop.terminal, stop.pass,
         stop.along_m + CASE WHEN lap <> 0 THEN lap * closed_m ELSE 0 END AS stop_m,
         CASE WHEN matched_by = 'stops' THEN coalesce(setting('stop_buffer_m'), 200) ELSE coalesce(setting('stop_zone_m'), 50) END AS zone_m
  FROM place JOIN leg USING (leg_id)
  JOIN pattern_stop stop ON stop.pattern_id = place.pattern_id
  CROSS JOIN (VALUES (-1), (0), (1)) laps(lap)
  WHERE strays IS NULL AND leg.edge = '' AND (lap = 0 OR (closed_m IS NOT NULL AND (lap = 1 OR matched_by = 'stops')))),
told AS (
  SELECT *, CASE WHEN terminal = 1 THEN from_m <= stop_m + zone_m AND to_m > stop_m + zone_m ELSE stop_m > from_m + 1 - back_m AND stop_m <= to_m + 1 END AS passes, abs(from_m - stop_m) <= zone_m AND abs(to_m - stop_m) <= zone_m AS within,
         greatest(least(from_m, to_m), stop_m - zone_m) AS low_m, least(greatest(from_m, to_m), stop_m + zone_m) AS high_m
  FROM reached),
shared AS (               -- shares of the leg, 0..1: where it comes to the stop and where it goes from it
  SELECT *, CASE WHEN matched_by = 'stops' THEN CASE WHEN to_m > from_m THEN (low_m - from_m) / (to_m - from_m) WHEN to_m < from_m THEN (from_m - high_m) / (from_m - to_m) ELSE 0 END
                 WHEN stands OR NOT follows THEN 0 ELSE greatest(0, least(1, (stop_m - from_m) / nullif(to_m - from_m, 0))) END AS share_in,
         CASE WHEN matched_by = 'stops' THEN CASE WHEN to_m > from_m THEN (high_m - from_m) / (to_m - from_m) WHEN to_m < from_m THEN (from_m - low_m) / (from_m - to_m) ELSE 1 END
              WHEN stands OR NOT follows THEN 1 ELSE greatest(0, least(1, (stop_m - from_m) / nullif(to_m - from_m, 0))) END AS share_out
  FROM told
  WHERE CASE WHEN matched_by = 'stops' THEN low_m <= high_m WHEN NOT follows THEN within AND speed < 3 WHEN stands THEN within OR passes ELSE passes END)
SELECT departure_time AS event_time, received_at, feed, service_date, trip_id, trip_id_performed, route_id, direction_id, vehicle_id, seen.stop_sequence, stop_id, district_id,
       departure_time AS actual_time, greatest(0, least(abs(from_m - stop_m), abs(to_m - stop_m))) AS distance_m,
       CASE WHEN terminal = 2 AND matched_by <> 'stops' THEN terminal END AS terminal, coalesce(headway_s, near_s) AS scheduled_headway_s, arrival_time, departure_time, matched_by, pass,
       CASE WHEN (matched_by = 'stops' AND NOT unsure) OR (matched_by <> 'stops' AND follows AND passes) THEN 'passing' WHEN unsure THEN 'unsure' ELSE 'standing' END AS seen
FROM (SELECT *, from_time + INTERVAL '1' SECOND * CAST(floor(share_in * duration_s) AS BIGINT) AS arrival_time,
             from_time + INTERVAL '1' SECOND * CAST(floor(share_out * duration_s) AS BIGINT) AS departure_time FROM shared) seen
LEFT JOIN (
  SELECT shared.leg_id, shared.stop_sequence, arg_min(call.headway_s, abs(date_diff('second', call.scheduled_time, shared.to_time))) AS near_s
  FROM shared JOIN service_call call ON call.route_id = shared.route_id AND coalesce(call.direction_id, 0) = coalesce(shared.direction_id, 0)
    AND call.stop_id = shared.stop_id AND call.pass = shared.pass
    AND call.scheduled_time BETWEEN shared.to_time - INTERVAL '3600' SECOND AND shared.to_time + INTERVAL '3600' SECOND
  WHERE shared.matched_by IN ('line', 'added')
    AND NOT EXISTS (SELECT 1 FROM (SELECT unnest(string_split(shared.rivals, ',')) AS pattern_id) rival WHERE rival.pattern_id NOT IN (SELECT pattern_id FROM pattern_stop stop WHERE stop.stop_id = shared.stop_id))
    AND call.scheduled_time BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '3600' SECOND AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '3600' SECOND
  GROUP BY shared.leg_id, shared.stop_sequence) plan ON plan.leg_id = seen.leg_id AND plan.stop_sequence = seen.stop_sequence
QUALIFY row_number() OVER (PARTITION BY seen.leg_id, trip_id_performed, seen.stop_sequence, arrival_time, departure_time ORDER BY distance_m) = 1
