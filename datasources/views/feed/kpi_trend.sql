-- title: 指标走势 | Trend of each KPI
-- row: one KPI at one five-minute point of the last six hours, for the scope
-- formula: value as it was said then; p10, p90 = the normal band (kpi_usual): comparable days at that time, at least three of them
-- unit: as the KPI
-- source: kpi_5min, kpi_usual
SELECT said.kpi, said.event_time, said.value, usual.p10, usual.p90, usual.days
FROM (SELECT kpi, event_time, value FROM kpi_5min
      WHERE scope = coalesce(scope(), '') AND event_time <= as_of() AND event_time > as_of() - INTERVAL '21600' SECOND) said
LEFT JOIN (SELECT kpi, event_time, p10, p90, days FROM kpi_usual
           WHERE scope = coalesce(scope(), '') AND event_time <= as_of() AND event_time > as_of() - INTERVAL '21600' SECOND) usual
  ON usual.kpi = said.kpi AND usual.event_time = said.event_time
ORDER BY said.kpi, said.event_time
