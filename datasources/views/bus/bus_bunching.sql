-- title: 串车 | Bunched buses
-- row: one row for the scope
-- formula: vehicles whose headway at their last stop is <= bunching (0.5) of the planned one; denominator = vehicles whose headway is known now
-- unit: 处 | pairs
-- source: TransitMatters
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: vehicle_position, gtfs_stop_time
-- rule: 车距 ≤ 计划 0.5 倍 | headway ≤ 0.5 × planned
-- decimals: 0
-- normal: under 5 % of vehicles off-peak, under 12 % in the peaks
-- investigate_if: several pairs on one line, or a pair that lasts over three stops
-- possible_causes: late departure from the terminal; one crowded vehicle; a road closure; missing trips (the next carries two loads)
SELECT CASE WHEN measured > 0 THEN CAST(bunched AS DOUBLE) END AS value, CAST(bunched AS DOUBLE) AS numerator, CAST(measured AS DOUBLE) AS denominator,
       coverage, newest AS content_time, concat(matched, '/', CAST(expected AS BIGINT)) AS sample
FROM (SELECT count(*) AS measured, count(*) FILTER (WHERE state = 'bunched') AS bunched, max(event_time) AS newest FROM headways_now) now
CROSS JOIN bus_coverage
