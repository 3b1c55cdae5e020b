-- title: 指标上报记录 | Reports of an indicator
-- row: 部门上报的一个数，属于参数 indicator 与 district（不给则全部区市），最新的在前
--   | one figure as a department reported it, of the parameters indicator and district (all districts when absent), newest first
-- formula: indicator，最近 30 天
--   | indicator, the last 30 days
-- unit: -
-- source: 数据源原始记录 | the feed's own rows
SELECT event_time, received_at, feed, indicator_id, district_id, value, numerator, denominator, batch
FROM indicator
WHERE indicator_id = parameter('indicator') AND (parameter('district') IS NULL OR district_id = parameter('district'))
  AND event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '2592000' SECOND
ORDER BY event_time DESC, district_id
