-- title: 诊断时段范围 | Hours of the diagnosis
-- row: the last 05:00 to 22:00 (local): of today, before 05:00 of yesterday
-- formula: before 22:00 they end in the future
-- unit: -
-- source: PeMS detector health
SELECT as_of() - INTERVAL '1' SECOND * since_five_s AS from_time, as_of() - INTERVAL '1' SECOND * (since_five_s - 61200) AS until_time
FROM (SELECT (extract(hour FROM local_time(as_of())) * 3600 + extract(minute FROM local_time(as_of())) * 60
              + extract(second FROM local_time(as_of())) + 68400) % 86400 AS since_five_s) clock
