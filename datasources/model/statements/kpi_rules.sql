(SELECT * FROM (VALUES $rows) rule(kpi, coverage_floor, target, target_value, target_op, leans, nothing, unit_zh, unit_en))
