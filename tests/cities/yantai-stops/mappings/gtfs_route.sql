-- A direction of a line: the sub-line is what the order of stops names. 3 is a bus.
SELECT sub_lineid AS route_id, linename AS route_short_name, concat(linename, ' ', upordown, ' ', startsite, ' - ', endsite) AS route_long_name, 3 AS route_type
FROM source
