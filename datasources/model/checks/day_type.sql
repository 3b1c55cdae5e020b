-- order: 71
-- says: 日期或日期类型无效 | a day that is no date, or of no known type
-- needs: day_type, date
-- tables: calendar_day
SELECT row_no FROM incoming
WHERE day_type NOT IN ('workday', 'weekend', 'holiday', 'makeup') OR try_strptime("date", '%Y%m%d') IS NULL
