-- title: 路段现状 | Road segments now
-- row: one road segment in scope(), with its grade
-- formula: see segment_state and segment_grade
-- unit: km/h
-- source: PeMS (additive sums)
SELECT * FROM segment_grade WHERE scope() IS NULL OR district_id = scope()
