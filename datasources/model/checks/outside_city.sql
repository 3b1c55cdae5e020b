-- order: 42
-- says: 位置在城市之外 | outside the city and its margin
-- needs: latitude, longitude
-- tables: vehicle_position, service_request, incident, work_zone
-- clears: service_request, incident, work_zone
SELECT row_no FROM incoming
WHERE NOT (longitude BETWEEN getvariable('west') AND getvariable('east') AND latitude BETWEEN getvariable('south') AND getvariable('north'))
