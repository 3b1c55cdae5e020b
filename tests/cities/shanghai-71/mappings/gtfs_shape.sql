-- A point of the line.
SELECT name AS shape_id, CAST(n AS INT) AS shape_pt_sequence, point[1] AS longitude, point[2] AS latitude
FROM (SELECT name, unnest(points) AS point, unnest(range(len(points))) AS n
      FROM (SELECT name, from_json(geometry, '{"coordinates": "DOUBLE[][]"}').coordinates AS points FROM source) line) numbered
