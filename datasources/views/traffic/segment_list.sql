-- title: 路段 | Road segments
-- row: one road segment, with its line; the order is the order of the map's geometry
-- formula: the newest good batch of the segment feed
-- unit: -
-- source: the city's own network
SELECT segment_id, name, road_class, length_m, free_flow_kmh, latitude, longitude, district_id, geometry
FROM road_segment
ORDER BY segment_id
