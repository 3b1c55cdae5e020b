-- The straight pieces of every pattern's line, from end to end in degrees.
SELECT DISTINCT longitude, latitude, longitude + east_m / (111195 * cos(radians(latitude))) AS to_longitude, latitude + north_m / 111195 AS to_latitude
FROM city.main.pattern_leg
WHERE latitude IS NOT NULL AND longitude IS NOT NULL AND length_m > 0
