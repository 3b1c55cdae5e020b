-- Reference tables: replaced whole, feed by feed, by the newest good batch of their feed.
-- Times are UTC; *_s are seconds; lengths are metres; positions are WGS-84 degrees.

CREATE TABLE IF NOT EXISTS district (
  feed VARCHAR, district_id VARCHAR, name_zh VARCHAR, name_en VARCHAR,
  latitude DOUBLE, longitude DOUBLE,            -- label point
  population BIGINT, geometry VARCHAR);         -- GeoJSON geometry (Polygon or MultiPolygon)

CREATE TABLE IF NOT EXISTS road_segment (
  feed VARCHAR, segment_id VARCHAR, name VARCHAR, road_class VARCHAR,   -- expressway | arterial | minor
  length_m DOUBLE, free_flow_kmh DOUBLE, latitude DOUBLE, longitude DOUBLE,   -- midpoint
  district_id VARCHAR, geometry VARCHAR);       -- GeoJSON LineString; NULL when the source gives points only

CREATE TABLE IF NOT EXISTS detector (           -- where loops, radars, cameras count; one that is not in here stands on the segment that its readings name, or that is called like it
  feed VARCHAR, detector_id VARCHAR, segment_id VARCHAR,
  station_id VARCHAR,                           -- detectors side by side, one a lane; NULL: all of the segment's are
  lanes INT);                                   -- that it counts over; NULL: 1

CREATE TABLE IF NOT EXISTS corridor_segment (   -- a road followed one way, from its start on; in the order of `sequence`
  feed VARCHAR, corridor_id VARCHAR, name_zh VARCHAR, name_en VARCHAR, direction VARCHAR,   -- northbound | eastbound | southbound | westbound
  sequence INT, segment_id VARCHAR,
  start_m DOUBLE);                              -- from the corridor's start to where the segment begins; NULL: the lengths before it added up

CREATE TABLE IF NOT EXISTS vehicle (            -- the fleet that must be connected (入网)
  feed VARCHAR, vehicle_id VARCHAR, label VARCHAR, route_id VARCHAR, depot VARCHAR,
  block_id VARCHAR);                            -- the day's work that it does, where its reports do not say so

CREATE TABLE IF NOT EXISTS on_time_window (     -- when a call is on time; empty route_id or stop_type: any. The most particular row holds
  feed VARCHAR, route_id VARCHAR, stop_type VARCHAR,   -- departure | timepoint | stop | arrival
  early_s DOUBLE, late_s DOUBLE);               -- how long before and after its planned time

CREATE TABLE IF NOT EXISTS gtfs_agency (
  feed VARCHAR, agency_id VARCHAR, agency_name VARCHAR, agency_timezone VARCHAR);
CREATE TABLE IF NOT EXISTS gtfs_route (
  feed VARCHAR, route_id VARCHAR, agency_id VARCHAR, route_short_name VARCHAR, route_long_name VARCHAR,
  route_type INT, route_color VARCHAR);
CREATE TABLE IF NOT EXISTS gtfs_trip (
  feed VARCHAR, trip_id VARCHAR, route_id VARCHAR, service_id VARCHAR, direction_id INT, block_id VARCHAR,
  shape_id VARCHAR, trip_headsign VARCHAR, trip_short_name VARCHAR);
CREATE TABLE IF NOT EXISTS gtfs_stop (
  feed VARCHAR, stop_id VARCHAR, stop_name VARCHAR, latitude DOUBLE, longitude DOUBLE,
  location_type INT, parent_station VARCHAR, district_id VARCHAR);
CREATE TABLE IF NOT EXISTS gtfs_stop_time (     -- seconds since noon minus 12 h of the service day; may pass 86400
  feed VARCHAR, trip_id VARCHAR, stop_sequence INT, stop_id VARCHAR, arrival_s INT, departure_s INT,
  timepoint INT, shape_dist_traveled DOUBLE);
CREATE TABLE IF NOT EXISTS gtfs_calendar (
  feed VARCHAR, service_id VARCHAR, monday INT, tuesday INT, wednesday INT, thursday INT, friday INT,
  saturday INT, sunday INT, start_date VARCHAR, end_date VARCHAR);          -- YYYYMMDD
CREATE TABLE IF NOT EXISTS gtfs_calendar_date (
  feed VARCHAR, service_id VARCHAR, date VARCHAR, exception_type INT);
CREATE TABLE IF NOT EXISTS gtfs_shape (
  feed VARCHAR, shape_id VARCHAR, shape_pt_sequence INT, latitude DOUBLE, longitude DOUBLE, shape_dist_traveled DOUBLE);
CREATE TABLE IF NOT EXISTS gtfs_frequency (
  feed VARCHAR, trip_id VARCHAR, start_s INT, end_s INT, headway_secs INT, exact_times INT);

CREATE TABLE IF NOT EXISTS calendar_day (       -- local days that are not what their weekday says; all others follow the weekday
  feed VARCHAR, date VARCHAR,                   -- YYYYMMDD
  day_type VARCHAR,                             -- workday | weekend | holiday | makeup (a Saturday or Sunday worked for a longer holiday, 调休上班)
  name_zh VARCHAR, name_en VARCHAR);

-- Filled by the store from the tables above and the city's time zone, never by a feed.
CREATE TABLE IF NOT EXISTS service_day (        -- every local date from the first to the last that data can touch
  service_date VARCHAR, day_start TIMESTAMP,    -- noon minus 12 h, in UTC: right on days when the clock changes; of several zones the first
  weekday INT);                                 -- 1 = Monday .. 7 = Sunday
CREATE TABLE IF NOT EXISTS gtfs_service_date (  -- calendar with its exceptions, expanded
  feed VARCHAR, service_id VARCHAR, service_date VARCHAR,
  shift_s INT);                                 -- from day_start to where the day begins in the zone of the feed's agencies; 0 but where timetables are of several zones
CREATE TABLE IF NOT EXISTS trip_pattern (       -- trips that run the same stops along the same line share a pattern
  feed VARCHAR, trip_id VARCHAR, pattern_id VARCHAR);
CREATE TABLE IF NOT EXISTS pattern_stop (
  pattern_id VARCHAR, stop_sequence INT, stop_id VARCHAR, latitude DOUBLE, longitude DOUBLE, district_id VARCHAR,
  along_m DOUBLE,                               -- from the line's beginning
  terminal INT,                                 -- 1 the first stop, 2 the last, 0 between
  pass INT,                                     -- 1; 2 and more where the line comes by a stop again
  number INT, calls INT,                        -- which stop it is, from 1, and of how many
  times INT,                                    -- how often the line comes by that stop
  straight_m DOUBLE);                           -- from the first stop, straight from stop to stop
CREATE TABLE IF NOT EXISTS pattern_leg (        -- the line as straight pieces: of its shape, else from stop to stop
  pattern_id VARCHAR, leg INT, latitude DOUBLE, longitude DOUBLE,           -- where the piece begins
  north_m DOUBLE, east_m DOUBLE, length_m DOUBLE, along_m DOUBLE,
  near_m DOUBLE,                                -- how far beside it a vehicle may be: a straight piece between far stops is not the road
  closed_m DOUBLE);                             -- length of a line that ends where it began; NULL: it does not
CREATE TABLE IF NOT EXISTS service_trip (       -- trips on the dates that service_call holds, once a run where a trip runs by frequency
  service_date VARCHAR, day_start TIMESTAMP, feed VARCHAR, trip_id VARCHAR, trip_id_performed VARCHAR, route_id VARCHAR, direction_id INT,
  block_id VARCHAR, pattern_id VARCHAR, trip_start TIMESTAMP, trip_end TIMESTAMP,
  shift_s INT,                                  -- of this run against the times of the trip; NULL: only the headway is planned, from trip_start to trip_end
  headway_s INT);                               -- of a trip that runs by frequency
CREATE TABLE IF NOT EXISTS planned_trip (       -- of each trip laid out its first and last call, in order of time; written with service_call
  service_date VARCHAR, trip_id_performed VARCHAR, trip_id VARCHAR, route_id VARCHAR, direction_id INT, block_id VARCHAR,
  planned_start TIMESTAMP, planned_end TIMESTAMP,
  first_stop_id VARCHAR, last_stop_id VARCHAR, first_district_id VARCHAR, last_district_id VARCHAR);
CREATE TABLE IF NOT EXISTS service_call (       -- the timetable laid out on service dates, by hour and line; built when vehicles are first heard of on a date
  service_date VARCHAR, trip_id VARCHAR, route_id VARCHAR, direction_id INT, block_id VARCHAR, stop_sequence INT, stop_id VARCHAR,
  district_id VARCHAR, latitude DOUBLE, longitude DOUBLE, timepoint INT,
  terminal INT,                                 -- 1 the trip's first call, 2 its last, 0 between
  scheduled_time TIMESTAMP,                     -- its departure, at the last stop its arrival
  trip_start TIMESTAMP, trip_end TIMESTAMP,
  headway_s INT,                                -- since the same line and direction was last planned to call there, on the same pass of the stop; NULL for the first
  trip_id_performed VARCHAR, along_m DOUBLE,
  pass INT, number INT, calls INT, times INT, straight_m DOUBLE);   -- of pattern_stop
CREATE TABLE IF NOT EXISTS service_call_day (   -- the dates that service_call holds
  service_date VARCHAR, day_start TIMESTAMP);
CREATE TABLE IF NOT EXISTS gtfs_finding (        -- what is wrong inside the timetable, found when it came; one row a rule and feed
  feed VARCHAR, rule VARCHAR, rows BIGINT, sample VARCHAR);
