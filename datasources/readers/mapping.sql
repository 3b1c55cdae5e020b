-- The words that a mapping can use beside DuckDB's own. Times come out as UTC without zone.
CREATE MACRO parameter(name) AS (CAST(getvariable('parameters') AS MAP(VARCHAR, VARCHAR)))[name];   -- of the feed's [parameters]
CREATE MACRO received_at() AS CAST(getvariable('received') AS TIMESTAMP);                           -- when the bytes came
CREATE MACRO utc(text) AS timezone('UTC', TRY_CAST(text AS TIMESTAMPTZ));                           -- ISO 8601 with an offset; without one it is UTC
CREATE MACRO last_of_zone(moment) AS timezone('UTC', timezone(CAST(getvariable('zone') AS VARCHAR), TRY_CAST(moment AS TIMESTAMP)));   -- where the clock goes back, the second time
CREATE MACRO local_to_utc(moment) AS CASE
  WHEN last_of_zone(moment) > received_at() + INTERVAL '5' MINUTE   -- still to come: in an hour that comes twice it was the first
   AND timezone(CAST(getvariable('zone') AS VARCHAR), timezone('UTC', last_of_zone(moment) - INTERVAL '1' HOUR)) = TRY_CAST(moment AS TIMESTAMP)
  THEN last_of_zone(moment) - INTERVAL '1' HOUR ELSE last_of_zone(moment) END;   -- of the feed's timezone
CREATE MACRO moment(told) AS CASE WHEN regexp_matches(CAST(told AS VARCHAR), ':\d\d[.\d]*\s*(Z|[+-]\d\d(:?\d\d)?)\s*$') THEN utc(CAST(told AS VARCHAR)) ELSE local_to_utc(told) END;  -- with its offset, else of the feed's timezone
CREATE MACRO from_epoch_s(number) AS make_timestamp(TRY_CAST(round(TRY_CAST(number AS DOUBLE) * 1000000) AS BIGINT));
CREATE MACRO from_epoch_ms(number) AS make_timestamp(TRY_CAST(round(TRY_CAST(number AS DOUBLE) * 1000) AS BIGINT));
