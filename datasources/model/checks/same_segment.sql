-- order: 46
-- says: 路段编号重复且内容不同 | another segment of the same batch has this id: the first one counts
-- needs: segment_id
-- tables: road_segment
SELECT row_no FROM (
  SELECT row_no, told, first_value(told) OVER (PARTITION BY segment_id ORDER BY row_no) AS first_told
  FROM (SELECT row_no, segment_id, row(name, road_class, length_m, free_flow_kmh, latitude, longitude, geometry) AS told FROM incoming) each) one
WHERE told IS DISTINCT FROM first_told
