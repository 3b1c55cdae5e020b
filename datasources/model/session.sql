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
