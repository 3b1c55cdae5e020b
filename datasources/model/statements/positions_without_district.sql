SELECT DISTINCT latitude, longitude FROM city.main."$table" WHERE district_id IS NULL AND latitude IS NOT NULL AND longitude IS NOT NULL
