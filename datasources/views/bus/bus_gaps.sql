-- title: 大间隔 | Big gaps
-- row: one row for the scope
-- formula: vehicles whose headway at their last stop is >= gap (1.5) of the planned one; denominator = vehicles whose headway is known now
-- unit: 处 | pairs
-- source: TransitMatters metrics-mvp
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 车距 ≥ 计划 1.5 倍 | headway ≥ 1.5 × planned
-- decimals: 0
-- normal: under 10 % of vehicles
-- investigate_if: two gaps on one line, or one over twice the plan
-- possible_causes: trips that do not run; bunching ahead; a vehicle out of service; vehicles not heard of (see coverage)
SELECT CASE WHEN measured > 0 THEN CAST(gaps AS DOUBLE) END AS value, CAST(gaps AS DOUBLE) AS numerator, CAST(measured AS DOUBLE) AS denominator,
       coverage, newest AS content_time, concat(matched, '/', CAST(expected AS BIGINT)) AS sample
FROM (SELECT count(*) AS measured, count(*) FILTER (WHERE state = 'gap') AS gaps, max(event_time) AS newest FROM headways_now) now
CROSS JOIN bus_coverage
