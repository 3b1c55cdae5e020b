-- title: 所选走廊 | The chosen corridor
-- row: the corridor of the parameter corridor; without one the slowest of scope() against free flow
-- formula: see corridors
-- unit: -
-- once: true
-- source: standard
SELECT parameter('corridor') AS corridor_id WHERE parameter('corridor') IS NOT NULL
UNION ALL
SELECT corridor_id FROM (
  SELECT corridor_id FROM corridors WHERE parameter('corridor') IS NULL
  ORDER BY ratio DESC NULLS LAST, corridor_id
  LIMIT 1) worst
