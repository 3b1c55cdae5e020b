-- order: 41
-- says: 经纬度疑似颠倒 | latitude and longitude look swapped
-- needs: latitude, longitude
-- tables: vehicle_position, service_request, incident, work_zone
-- clears: service_request, incident, work_zone
SELECT row_no FROM incoming
WHERE NOT (longitude BETWEEN getvariable('west') AND getvariable('east') AND latitude BETWEEN getvariable('south') AND getvariable('north'))
  AND latitude BETWEEN getvariable('west') AND getvariable('east') AND longitude BETWEEN getvariable('south') AND getvariable('north')
