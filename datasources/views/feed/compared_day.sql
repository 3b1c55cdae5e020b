-- title: 可比日期 | Comparable days
-- row: one earlier local date that the date of the moment looked at is compared with
-- formula: usual = counts for the normal band (last 56 days): a workday or weekend day with the same weekday and type; a holiday with holidays
--   and Sundays; a makeup day (a Saturday or Sunday worked) with workdays. day_before = the last day of the same kind (work or rest);
--   week_before = the last usual one at least six days ago
-- unit: -
-- once: true
-- source: day_type
SELECT day, days_ago, weekday, day_type, rest, usual, days_ago = day_before_ago AS day_before, days_ago = week_before_ago AS week_before
FROM (
  SELECT kind.*, min(CASE WHEN same_kind THEN days_ago END) OVER () AS day_before_ago,
         min(CASE WHEN usual AND days_ago >= 6 THEN days_ago END) OVER () AS week_before_ago
  FROM (
    SELECT past.*, past.rest = today.rest AS same_kind,
           CASE today.day_type WHEN 'holiday' THEN past.day_type = 'holiday' OR (past.day_type = 'weekend' AND past.weekday = 7)
                WHEN 'makeup' THEN past.day_type = 'workday'
                ELSE past.day_type = today.day_type AND past.weekday = today.weekday END AS usual
    FROM day_type past JOIN day_type today ON today.days_ago = 0
    WHERE past.days_ago BETWEEN 1 AND 56) kind) told
WHERE usual OR days_ago = day_before_ago
