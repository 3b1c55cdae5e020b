-- title: 路段现状 | Road segments now
-- row: one road segment in scope()
-- formula: see segment_state
-- unit: km/h
-- source: PeMS (additive sums)
SELECT * FROM segment_state WHERE scope() IS NULL OR district_id = scope()
