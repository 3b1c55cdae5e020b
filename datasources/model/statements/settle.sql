-- What is usual at the moment: a row for everything said then, whether there is history of it or not.
INSERT INTO city.main.kpi_usual
SELECT said.event_time, said.kpi, said.scope, usual.p10, usual.p50, usual.p90, coalesce(usual.days, 0), usual.day_before, usual.day_before_on,
       usual.week_before, usual.week_before_on, usual.rest, TRUE
FROM city.main.kpi_5min said LEFT JOIN incoming usual ON usual.kpi = said.kpi AND usual.scope = said.scope
WHERE said.event_time = CAST(? AS TIMESTAMP)
