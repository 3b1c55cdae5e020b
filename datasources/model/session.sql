-- What every view can call. The moment looked at and the rest are variables of the asking cursor, folded to constants when a
-- query is bound: filters on as_of() prune files exactly as literals do.
CREATE OR REPLACE MACRO as_of() AS CAST(getvariable('as_of') AS TIMESTAMP);
CREATE OR REPLACE MACRO scope() AS CAST(getvariable('scope') AS VARCHAR);
CREATE OR REPLACE MACRO is_live() AS coalesce(CAST(getvariable('live') AS BOOLEAN), FALSE);
-- whether this question reads what is kept up as rows land (datasources/catalogue/keeping.py)
CREATE OR REPLACE MACRO is_kept() AS coalesce(CAST(getvariable('kept') AS BOOLEAN), FALSE);
-- whether slow views are being told, one after another
CREATE OR REPLACE MACRO is_telling() AS coalesce(CAST(getvariable('telling') AS BOOLEAN), FALSE);
CREATE OR REPLACE MACRO parameter(name) AS (CAST(getvariable('parameters') AS MAP(VARCHAR, VARCHAR)))[name];
CREATE OR REPLACE MACRO setting(name) AS (CAST($settings AS MAP(VARCHAR, DOUBLE)))[name];
CREATE OR REPLACE MACRO local_time(ts) AS timezone($timezone, timezone('UTC', CAST(ts AS TIMESTAMP)));
-- when the city's hour that holds the moment began, in UTC: zones are half an hour off it, and one hour of autumn comes twice
CREATE OR REPLACE MACRO local_hour(ts) AS date_trunc('hour', local_time(ts)) - (local_time(ts) - CAST(ts AS TIMESTAMP));
-- when the city's day that holds the moment began, in UTC: a day may have 23 or 25 hours
CREATE OR REPLACE MACRO local_midnight(ts) AS timezone('UTC', timezone($timezone, date_trunc('day', local_time(ts))));
-- seconds of the service day that a time of departure says, HH:MM:SS and past 24 hours; NULL for anything else
CREATE OR REPLACE MACRO clock_s(said) AS 3600 * TRY_CAST(split_part(said, ':', 1) AS INT) + 60 * TRY_CAST(split_part(said, ':', 2) AS INT) + coalesce(TRY_CAST(split_part(said, ':', 3) AS INT), 0);
-- what the run of a trip of frequencies.txt is called that begins then (service_trip.trip_id_performed)
CREATE OR REPLACE MACRO run_name(trip, said) AS concat(trip, '@', lpad(said, 8, '0'));
