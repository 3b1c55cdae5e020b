-- title: 数据合格率 | Valid data
-- row: 全市的汇总值 | one row for the city
-- formula: 最近一小时接收且无字段被清除的车辆位置记录 / 到达的全部记录；整批拒收的记录计入分母
--   | position reports of the last hour accepted with nothing cleared / all that came; those of batches that were refused whole count as come
-- unit: %
-- source: 数据合格率（四川省交通运输厅 2025 年 3 月通报 99.83%） | valid data (Sichuan circular of March 2025: 99.83 %)
-- kpi: true
-- target: >= 99
-- coverage_floor: 0.5
-- feeds: vehicle_position
-- rule: 合格记录/全部记录 | valid / all records
-- decimals: 2
-- normal: 99.5% 以上 | 99.5 % and more
-- investigate_if: 低于 99%，或某一拒收原因突然增多 | below 99 %, or one reason of refusal that grows
-- possible_causes: 车载终端无定位；坐标系有误；终端时钟错误；平台转发改变了格式
--   | units without a fix; a wrong datum; clocks of the units; a platform that changed its format
SELECT 100.0 * valid / nullif(came, 0) AS value, CAST(valid AS DOUBLE) AS numerator, CAST(came AS DOUBLE) AS denominator,
       CAST(CASE WHEN came > 0 THEN 1 ELSE 0 END AS DOUBLE) AS coverage, newest AS content_time, CAST(NULL AS VARCHAR) AS sample
FROM (SELECT sum(valid) AS valid, sum(came) AS came, max(newest) AS newest FROM data_valid_rows) counted
