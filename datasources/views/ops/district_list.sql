-- title: 区市 | Districts
-- row: one district of the city, with its outline
-- formula: the newest good batch of the district feed
-- unit: -
-- source: the city's own boundaries
SELECT district_id, name_zh, name_en, latitude, longitude, population, geometry
FROM district
ORDER BY district_id
