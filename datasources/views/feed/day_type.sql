-- title: 日期类型 | Day types
-- row: one local date, from 63 days before the moment looked at until seven days after it
-- formula: day_type = what the calendar of the city says (calendar_day): workday, weekend, holiday, makeup (a Saturday or Sunday worked);
--   where it is silent, weekend on Saturday and Sunday, else workday. rest: weekend or holiday. day: the local midnight
-- unit: -
-- source: calendar_day
SELECT d.day, d.days_ago, d.date, d.weekday, d.name_zh, d.name_en, d.day_type, d.day_type = 'weekend' OR d.day_type = 'holiday' AS rest
FROM (
  SELECT dated.*, c.name_zh, c.name_en, coalesce(c.day_type, CASE WHEN dated.weekday >= 6 THEN 'weekend' ELSE 'workday' END) AS day_type
  FROM (
    SELECT day, days_ago, CAST(extract(isodow FROM day) AS INT) AS weekday,
           CAST(extract(year FROM day) * 10000 + extract(month FROM day) * 100 + extract(day FROM day) AS VARCHAR) AS date
    FROM (
      SELECT CAST(7 * week.number + one.number - 7 AS INT) AS days_ago,
             date_trunc('day', local_time(as_of())) - INTERVAL '86400' SECOND * (7 * week.number + one.number - 7) AS day
      FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) week(number)
      CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6)) one(number)) counted) dated
  LEFT JOIN (SELECT date, min(day_type) AS day_type, min(name_zh) AS name_zh, min(name_en) AS name_en FROM calendar_day GROUP BY date) c
    ON c.date = dated.date) d
