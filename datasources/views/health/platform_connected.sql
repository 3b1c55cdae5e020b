-- title: 平台连通率 | Platform connected
-- row: 全市的汇总值 | one row for the city
-- formula: 最近 24 小时（不足则自首次接入起）位置数据源连通的分钟数 / 全部分钟数；两次成功之间不超过 late_after 为连通
--   | minutes of the last 24 h (or since first heard of) in which feeds of positions were connected / all minutes; connected for late_after from each good try
-- unit: %
-- source: 平台连通率（交运发〔2014〕267 号；湖北） | connection of the platform (Ministry of Transport 2014/267; Hubei)
-- kpi: true
-- target: >= 99
-- coverage_floor: 0
-- feeds: none
-- rule: 连通分钟/全部分钟 | minutes connected / all
-- decimals: 2
-- normal: 99.9% 以上 | 99.9 % and more
-- investigate_if: 低于 99%，或一次中断超过 10 分钟 | below 99 %, or one break of over ten minutes
-- possible_causes: 专线中断；平台升级；证书或密钥过期；接口限流
--   | the line; an update of the platform; certificates or keys that ran out; limits of the interface
SELECT 100.0 * connected_min / nullif(all_min, 0) AS value, connected_min AS numerator, all_min AS denominator, CAST(1 AS DOUBLE) AS coverage, newest AS content_time,
       CAST(NULL AS VARCHAR) AS sample
FROM (SELECT sum(connected_min) AS connected_min, sum(all_min) AS all_min, max(newest) AS newest
      FROM platform_connected_rows WHERE positions = 1) counted
