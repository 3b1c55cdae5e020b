-- title: 上线率（当日） | Connected today
-- row: 当前范围（全市或所选区市）的汇总值；区市只计七日内上报过的车辆 | one row for the scope; a district counts the vehicles heard of there within seven days
-- formula: 当日（当地零点起）有上报的入网车辆数 / 应入网车辆数（车辆登记表）；七日内全市没有任何上报时不给出；多个定位数据源之一中断时不计其车辆，只降低覆盖率
--   | vehicles of the register that reported today (since local midnight) / vehicles of the register; none where nothing was heard of any vehicle within seven days; vehicles of one of several feeds that is silent are left out and lower the coverage
-- unit: %
-- source: 上线率（四川 2025 年 3 月：42293/42489 = 99.54%）；当前在线见 bus_online | vehicles connected in a day (Sichuan, March 2025: 42293/42489 = 99.54 %); bus_online tells who is online now
-- kpi: true
-- target: none
-- coverage_floor: 0.5
-- feeds: vehicle_position, vehicle
-- rule: 今日有上报/入网车辆 | reported today / registered
-- decimals: 1
-- normal: 运营日 9 时后 88%～95%（其余为备用、保养车辆） | 88 to 95 % after nine on a working day (the rest is spare or in the workshop)
-- investigate_if: 9 时后低于 85%，或某一场站明显低于其他 | below 85 % after nine, or one depot lower than the rest
-- possible_causes: 场站网络或服务器故障；车载终端批量失效；登记表未及时更新；车辆停驶 | a depot's network or server; a batch of broken on-board units; a register out of date; vehicles off the road
SELECT CASE WHEN ever > 0 THEN 100.0 * heard / nullif(known, 0) END AS value, CAST(heard AS DOUBLE) AS numerator, CAST(known AS DOUBLE) AS denominator,
       coalesce(CAST(known AS DOUBLE) / nullif(registered, 0), 0) AS coverage, newest AS content_time, concat(heard, '/', known) AS sample
FROM (SELECT count(*) AS registered, count(*) FILTER (WHERE known) AS known, count(*) FILTER (WHERE heard AND known) AS heard FROM vehicle_day WHERE registered AND (scope() IS NULL OR district_id = scope())) today
CROSS JOIN (SELECT count(event_time) AS ever FROM vehicle_day) told
CROSS JOIN (SELECT max(event_time) AS newest FROM vehicle_latest) latest
