UPDATE city.main."$table" AS placed SET district_id = found.district_id FROM found
WHERE placed.district_id IS NULL AND placed.latitude = found.latitude AND placed.longitude = found.longitude AND found.district_id IS NOT NULL
