INSERT INTO city.main.kpi_usual (event_time, kpi, scope, days, settled) SELECT event_time, kpi, scope, 0, FALSE FROM incoming
