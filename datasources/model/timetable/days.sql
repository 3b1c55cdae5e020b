-- Service dates that event times from getvariable('batch_from') to getvariable('batch_to') can belong to and that are not laid out yet.
CREATE OR REPLACE TEMP TABLE new_day AS
SELECT service_date, day_start FROM service_day
WHERE day_start BETWEEN CAST(getvariable('batch_from') AS TIMESTAMP) - INTERVAL '52' HOUR AND CAST(getvariable('batch_to') AS TIMESTAMP) + INTERVAL '1' HOUR
  AND service_date NOT IN (SELECT service_date FROM service_call_day);
SELECT count(*) FROM new_day
