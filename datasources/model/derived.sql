-- Derived tables: written by the engine from the event tables, append-only, recomputed idempotently.

CREATE TABLE IF NOT EXISTS stop_visit_candidate (   -- every time a vehicle was seen at a stop of its trip; the view stop_visit makes one visit of those that belong together
  event_time TIMESTAMP,                             -- = departure_time
  received_at TIMESTAMP,                            -- of the later of the two reports it was told by
  feed VARCHAR, service_date VARCHAR, trip_id VARCHAR, route_id VARCHAR, direction_id INT, vehicle_id VARCHAR,
  stop_sequence INT, stop_id VARCHAR, district_id VARCHAR,
  scheduled_time TIMESTAMP, actual_time TIMESTAMP, distance_m DOUBLE, timepoint INT,
  terminal INT,                                     -- 1 the trip's first call, 2 its last, 0 between
  scheduled_headway_s INT,                          -- since the trip planned before it there
  arrival_time TIMESTAMP, departure_time TIMESTAMP, -- the same moment where it drove through, the first and last of standing there else
  trip_id_performed VARCHAR,                        -- names the run on its service date: the trip, with its start where a trip runs many times a day
  matched_by VARCHAR,                               -- trip_id | replaced | block | start | frequency | line | added | stops: how the vehicle's trip was found
  pass INT,                                         -- which time the trip comes by this stop: 2 where a ring ends
  seen VARCHAR,                                     -- passing | standing | coming (on its way to the last stop, near it: counts where nobody saw it arrive)
                                                    -- | beyond (standing past the stop: counts where nobody saw it stand at it) | unsure (standing where its line comes by twice: counts beside a passing)
  skipped BOOLEAN);                                 -- a trip update says that it is not served: called_off

CREATE TABLE IF NOT EXISTS called_off (             -- what a feed said does not run, a trip or one stop of it, and that it does so again: a row where that changes, and one an hour while it lasts
  event_time TIMESTAMP, received_at TIMESTAMP,
  origin VARCHAR,                                   -- update | vehicle: who says so
  feed VARCHAR,
  what VARCHAR,                                     -- names the trip or stop by what was said of it
  trip_id VARCHAR, route_id VARCHAR, direction_id INT, start_date VARCHAR, start_time VARCHAR,
  stop_sequence INT, stop_id VARCHAR,               -- of the stop; NULL both: the whole trip
  is_off BOOLEAN);

CREATE TABLE IF NOT EXISTS segment_5min (           -- additive sums; ratios are derived at each roll-up
  event_time TIMESTAMP,                             -- start of the five minutes
  segment_id VARCHAR, district_id VARCHAR, length_m DOUBLE, samples INT,
  travel_time_s DOUBLE, free_flow_time_s DOUBLE,    -- sums over samples
  observed_m DOUBLE, congested_m DOUBLE, imputed_samples INT,
  lowest_kmh DOUBLE, highest_kmh DOUBLE);           -- of the samples really measured

CREATE TABLE IF NOT EXISTS detector_5min (          -- additive sums of what a detector counted, as far as it was really measured; a reading of a longer interval is spread
  event_time TIMESTAMP,                             -- start of the five minutes
  detector_id VARCHAR, segment_id VARCHAR, district_id VARCHAR,
  length_m DOUBLE,                                  -- of road that it stands for: its segment's, by the stations on it; NULL: unknown segment
  lanes INT, readings INT,
  measured_s DOUBLE, flow DOUBLE,                   -- time measured; vehicles counted
  timed_flow DOUBLE,                                -- of them those with a speed
  speed_flow DOUBLE, pace_flow DOUBLE,              -- vehicles x km/h; vehicles / km/h: hours that they need for a kilometre
  occupancy_s DOUBLE, occupied_s DOUBLE,            -- time with an occupancy; of it occupied
  imputed_flow DOUBLE, imputed_s DOUBLE,            -- what the source filled in, apart
  lowest DOUBLE, highest DOUBLE,                    -- occupancy of the readings, where none is told their flow
  told_s DOUBLE);                                   -- the longest interval that was told

CREATE TABLE IF NOT EXISTS corrected (              -- readings of one feed and moment that came again, told otherwise: those that came before count no more
  event_time TIMESTAMP, received_at TIMESTAMP,      -- of the reading that corrects
  feed VARCHAR, about VARCHAR,                      -- segment_id of segment_speed, detector_id of detector_reading
  interval_s DOUBLE);

CREATE TABLE IF NOT EXISTS detector_diagnosis (     -- written every five minutes from detector_diagnosis_now: a row a detector in doubt, one a district for the good
  event_time TIMESTAMP, detector_id VARCHAR, segment_id VARCHAR, district_id VARCHAR,
  cause VARCHAR,                                    -- no_data | few_samples | zero | high | mismatch | constant | good
  detectors INT,
  feed VARCHAR);                                    -- that alone is in doubt where others tell of the detector; NULL: the detector

CREATE TABLE IF NOT EXISTS segment_health (         -- written every five minutes from segment_health_now: a row a segment in doubt, one a district for the good
  event_time TIMESTAMP, segment_id VARCHAR, district_id VARCHAR,
  cause VARCHAR,                                    -- no_data | few_samples | zero | high | constant | mismatch | good
  segments INT, length_m DOUBLE,
  feed VARCHAR);                                    -- of speeds, that alone is in doubt where others tell of the segment; NULL: the segment

CREATE TABLE IF NOT EXISTS segment_reliability (    -- written every local midnight from segment_reliability_now: travel times of the days before
  event_time TIMESTAMP, segment_id VARCHAR, district_id VARCHAR, length_m DOUBLE,
  period VARCHAR,                                   -- see travel_period
  days INT, congested_days INT, samples INT,        -- local dates; those congested for long enough; quarters of an hour
  mean_s DOUBLE, p50_s DOUBLE, p80_s DOUBLE, p95_s DOUBLE, free_flow_s DOUBLE);

CREATE TABLE IF NOT EXISTS corridor_5min (          -- written every five minutes from corridor_5min_now: what a corridor took then, over the segments heard of
  event_time TIMESTAMP, corridor_id VARCHAR, travel_time_s DOUBLE, free_flow_time_s DOUBLE, heard_m DOUBLE, length_m DOUBLE);

CREATE TABLE IF NOT EXISTS segment_suspect (        -- written every five minutes from segment_suspect_now: far below its usual speed twice in a row
  event_time TIMESTAMP, segment_id VARCHAR, district_id VARCHAR, speed_kmh DOUBLE, usual_kmh DOUBLE, deviate DOUBLE, samples INT);

CREATE TABLE IF NOT EXISTS vehicle_hour (           -- a vehicle heard of in an hour: who was connected on a day costs hours, not reports
  event_time TIMESTAMP,                             -- start of the hour
  received_at TIMESTAMP,                            -- of its first report in it
  feed VARCHAR, vehicle_id VARCHAR, district_id VARCHAR);

CREATE TABLE IF NOT EXISTS line_shown (             -- a line that vehicles of a feed were seen at a stop of, on a day: what the feed's silence is about
  event_time TIMESTAMP,                             -- start of the day, in UTC
  feed VARCHAR, route_id VARCHAR);

CREATE TABLE IF NOT EXISTS line_told (              -- a line that a feed predicted trips of, on a day: what the silence of one of several hides
  event_time TIMESTAMP,                             -- start of the day, in UTC
  feed VARCHAR, route_id VARCHAR);

CREATE TABLE IF NOT EXISTS kpi_5min (               -- what each KPI view said, every five minutes, per scope ('' = the city)
  event_time TIMESTAMP, kpi VARCHAR, scope VARCHAR, value DOUBLE, numerator DOUBLE, denominator DOUBLE,
  coverage DOUBLE, state VARCHAR);

CREATE TABLE IF NOT EXISTS work_zone_segment (      -- road segments that a work zone lies along, in its direction; of each writing of a feed
  event_time TIMESTAMP,                             -- of the work_zone rows
  feed VARCHAR, work_zone_id VARCHAR, segment_id VARCHAR);

CREATE TABLE IF NOT EXISTS kpi_usual (              -- what history said of each such moment: the view kpi_usual_now as it answered then
  event_time TIMESTAMP, kpi VARCHAR, scope VARCHAR,
  p10 DOUBLE, p50 DOUBLE, p90 DOUBLE, days INT,     -- over the comparable days that have a value; NULL below three of them
  day_before DOUBLE, day_before_on TIMESTAMP,       -- the value on the last day of the same kind, and that local date
  week_before DOUBLE, week_before_on TIMESTAMP,     -- the value on the last comparable day of a week before or earlier
  rest BOOLEAN,                                     -- whether the moment lies on a day of rest
  settled BOOLEAN);                                 -- FALSE once older history came to be known later: to be asked again

CREATE TABLE IF NOT EXISTS track_5min (             -- how whole the tracks of the vehicles are: additive sums, by where a report was made
  event_time TIMESTAMP,                             -- start of the five minutes
  feed VARCHAR, district_id VARCHAR,
  reports BIGINT, followed BIGINT,                  -- all reports; those with one before within an hour
  dense BIGINT,                                     -- of them those that follow so soon that a stay at a stop is seen
  drifted BIGINT,                                   -- reports that no vehicle can have reached from the one before
  total_m DOUBLE, complete_m DOUBLE,                -- way between reports; of it where reports follow each other closely enough
  minutes BIGINT, full_minutes BIGINT);             -- of trips, from first to last report; of them with two reports or more
