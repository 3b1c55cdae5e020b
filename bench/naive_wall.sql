-- An hour of positions: 1,300 buses every 10 s, on time or not, in twelve districts.
CREATE TABLE vehicle_position AS
SELECT
    'bus' || bus AS vehicle_id,
    bus % 12 AS district,
    bus % 90 AS route,
    37.3 + (hash(bus * 7 + step) % 60000) / 100000.0 AS latitude,
    121.0 + (hash(bus * 13 + step) % 100000) / 100000.0 AS longitude,
    (hash(bus + step * 31) % 1500) / 100.0 AS speed,
    CAST(hash(bus + step * 17) % 900 AS INT) - 300 AS delay_s,
    TIMESTAMP '2026-01-01 08:00:00' + INTERVAL (step * 10) SECOND AS event_time
FROM range(1300) AS buses (bus), range(360) AS steps (step);

CREATE VIEW latest AS
SELECT arg_max(p, event_time) AS p FROM vehicle_position AS p GROUP BY vehicle_id;
