-- Event tables: append-only. event_time = when it was so, received_at = when the bytes came (both UTC), batch = the landing
-- that brought the row. Positions are WGS-84; *_source keep the numbers and the datum as they came.

CREATE TABLE IF NOT EXISTS vehicle_position (
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, event_time TIMESTAMP,
  vehicle_id VARCHAR, label VARCHAR, trip_id VARCHAR, route_id VARCHAR, direction_id INT,
  start_date VARCHAR, start_time VARCHAR, schedule_relationship VARCHAR,
  latitude DOUBLE, longitude DOUBLE, latitude_source DOUBLE, longitude_source DOUBLE,
  bearing DOUBLE, speed DOUBLE, odometer DOUBLE,          -- degrees, m/s, m
  stop_id VARCHAR, current_stop_sequence INT, current_status VARCHAR, occupancy_status VARCHAR,
  district_id VARCHAR, block_id VARCHAR);

CREATE TABLE IF NOT EXISTS trip_update (        -- one row a stop time update; stop_sequence and stop_id NULL when the trip has none
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, event_time TIMESTAMP,
  trip_id VARCHAR, route_id VARCHAR, direction_id INT, start_date VARCHAR, start_time VARCHAR,
  schedule_relationship VARCHAR, vehicle_id VARCHAR, stop_sequence INT, stop_id VARCHAR,
  arrival_time TIMESTAMP, arrival_delay INT, departure_time TIMESTAMP, departure_delay INT,
  stop_schedule_relationship VARCHAR);

CREATE TABLE IF NOT EXISTS service_alert (
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, event_time TIMESTAMP,
  alert_id VARCHAR, cause VARCHAR, effect VARCHAR, severity VARCHAR, header_text VARCHAR, description_text VARCHAR,
  active_from TIMESTAMP, active_until TIMESTAMP, route_ids VARCHAR, stop_ids VARCHAR);   -- ids joined by ','

CREATE TABLE IF NOT EXISTS segment_speed (      -- event_time = when it was measured; of a mean over an interval, when that ended. One that comes again for the same time corrects the one before
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, event_time TIMESTAMP,
  segment_id VARCHAR, speed_kmh DOUBLE,
  sample_count INT,                                       -- vehicles behind it: where every row of a feed has them these weigh, else the minutes that it stands for
  imputed BOOLEAN,                                        -- filled in by the source: counted, and adds nothing
  interval_s DOUBLE);                                     -- that it is the mean of, up to an hour: it counts for all its five minutes, and until the next is due. NULL: of the moment

CREATE TABLE IF NOT EXISTS detector_reading (   -- what a detector counted over an interval; one that comes again for the same begin corrects the one before
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, event_time TIMESTAMP,      -- event_time = when the interval began
  detector_id VARCHAR,
  segment_id VARCHAR,                                     -- NULL: as the table detector says, else the segment that is called like the detector
  interval_s DOUBLE,                                      -- up to an hour
  flow DOUBLE,                                            -- vehicles in the interval, not an hourly rate
  occupancy DOUBLE,                                       -- % of the interval
  speed_kmh DOUBLE,                                       -- mean of the vehicles counted; tells nothing where flow is 0
  observed_share DOUBLE);                                 -- 0..1 really measured, the rest filled in by the source; NULL: all

CREATE TABLE IF NOT EXISTS service_request (    -- Open311; one row each time a request is seen changed
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, event_time TIMESTAMP,      -- event_time = updated_datetime
  service_request_id VARCHAR, status VARCHAR,             -- open | closed
  status_notes VARCHAR, service_code VARCHAR, service_name VARCHAR, agency_responsible VARCHAR, address VARCHAR,
  requested_datetime TIMESTAMP, updated_datetime TIMESTAMP, expected_datetime TIMESTAMP, closed_datetime TIMESTAMP,
  latitude DOUBLE, longitude DOUBLE, latitude_source DOUBLE, longitude_source DOUBLE, district_id VARCHAR);

CREATE TABLE IF NOT EXISTS incident (           -- one row each time an incident is seen changed
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, event_time TIMESTAMP,
  incident_id VARCHAR, kind VARCHAR, severity INT,        -- 1 critical .. 4 minor
  status VARCHAR,                                         -- open | cleared
  title VARCHAR, description VARCHAR, segment_id VARCHAR, owner VARCHAR,
  started_at TIMESTAMP, cleared_at TIMESTAMP,             -- T0 and, where the feed knows no more, the end
  reported_at TIMESTAMP, verified_at TIMESTAMP, dispatched_at TIMESTAMP, arrived_at TIMESTAMP,   -- T1 .. T4 of the incident clock
  lanes_cleared_at TIMESTAMP, responders_left_at TIMESTAMP, normal_at TIMESTAMP,                 -- T5 .. T7
  latitude DOUBLE, longitude DOUBLE, latitude_source DOUBLE, longitude_source DOUBLE, district_id VARCHAR);

CREATE TABLE IF NOT EXISTS indicator (          -- slow figures: hazards found and rectified, data sets updated on time ...
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, event_time TIMESTAMP,
  indicator_id VARCHAR, district_id VARCHAR, value DOUBLE, numerator DOUBLE, denominator DOUBLE);

CREATE TABLE IF NOT EXISTS work_zone (          -- WZDx road events; all rows of one writing of a feed have its event_time: what the newest lacks is over
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, event_time TIMESTAMP,      -- event_time = when the feed was written
  work_zone_id VARCHAR, event_type VARCHAR,               -- work-zone | detour | restriction
  road_names VARCHAR, direction VARCHAR, name VARCHAR, description VARCHAR,      -- names joined by ', '
  status VARCHAR,                                         -- planned | pending | active | completed | cancelled, where the source says it
  start_date TIMESTAMP, end_date TIMESTAMP, updated_at TIMESTAMP,
  is_start_verified BOOLEAN, is_end_verified BOOLEAN, is_position_verified BOOLEAN,
  vehicle_impact VARCHAR,                                 -- all-lanes-closed | some-lanes-closed | alternating-one-way | all-lanes-open ...
  lanes INT, lanes_closed INT, reduced_speed_kmh DOUBLE, workers_present BOOLEAN, types_of_work VARCHAR,
  latitude DOUBLE, longitude DOUBLE, latitude_source DOUBLE, longitude_source DOUBLE, district_id VARCHAR,
  geometry VARCHAR);                                      -- GeoJSON LineString in the direction of travel
