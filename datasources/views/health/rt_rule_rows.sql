-- title: GTFS-RT 规则的违反 | What breaks the rules of GTFS-Realtime
-- row: one thing that breaks a rule in the last rule_window_s (300); of what is judged by the message (rt_finding) one rule of one message. Parameters rule, feed: only those
-- formula: union of the views rt_e003 .. rt_w009 and of rt_finding; count: how many a row stands for; thing: 中文 | English
-- unit: -
-- source: MobilityData gtfs-realtime-validator RULES.md
SELECT rule, feed,
       concat(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(thing,
                'stop_sequence ', '站序 '), 'trip ', '班次 '), 'route ', '线路 '), 'vehicle ', '车辆 '), 'entity ', '条目 '), 'stop ', '站点 '),
                'start ', '发车 '), ', predicted for ', '，预测为 '), ', planned ', '，计划 '), ': not predicted', '：没有预测'), ': no position', '：没有位置'),
                ' s after the header', ' 秒，晚于消息头'), ' s ahead', ' 秒，在未来'), ' s', ' 秒'), ' | ', thing) AS thing,
       count, first_seen, last_seen
FROM (
  SELECT rule, feed, sample AS thing, rows AS count, received_at AS first_seen, received_at AS last_seen
  FROM rt_finding
  WHERE received_at <= as_of() AND received_at > as_of() - INTERVAL '1' SECOND * coalesce(setting('rule_window_s'), 300)
  UNION ALL SELECT 'E003', feed, thing, 1, first_seen, last_seen FROM rt_e003
  UNION ALL SELECT 'E004', feed, thing, 1, first_seen, last_seen FROM rt_e004
  UNION ALL SELECT 'E009', feed, thing, 1, first_seen, last_seen FROM rt_e009
  UNION ALL SELECT 'E011', feed, thing, 1, first_seen, last_seen FROM rt_e011
  UNION ALL SELECT 'E013', feed, thing, 1, first_seen, last_seen FROM rt_e013
  UNION ALL SELECT 'E015', feed, thing, 1, first_seen, last_seen FROM rt_e015
  UNION ALL SELECT 'E023', feed, thing, 1, first_seen, last_seen FROM rt_e023
  UNION ALL SELECT 'E025', feed, thing, 1, first_seen, last_seen FROM rt_e025
  UNION ALL SELECT 'E028', feed, thing, 1, first_seen, last_seen FROM rt_e028
  UNION ALL SELECT 'E029', feed, thing, 1, first_seen, last_seen FROM rt_e029
  UNION ALL SELECT 'E045', feed, thing, 1, first_seen, last_seen FROM rt_e045
  UNION ALL SELECT 'E047', feed, thing, 1, first_seen, last_seen FROM rt_e047
  UNION ALL SELECT 'E051', feed, thing, 1, first_seen, last_seen FROM rt_e051
  UNION ALL SELECT 'W003', feed, thing, 1, first_seen, last_seen FROM rt_w003
  UNION ALL SELECT 'W006', feed, thing, 1, first_seen, last_seen FROM rt_w006
  UNION ALL SELECT 'W007', feed, thing, 1, first_seen, last_seen FROM rt_w007
  UNION ALL SELECT 'W008', feed, thing, 1, first_seen, last_seen FROM rt_w008
  UNION ALL SELECT 'W009', feed, thing, 1, first_seen, last_seen FROM rt_w009
  ) broken
WHERE (parameter('rule') IS NULL OR rule = parameter('rule')) AND (parameter('feed') IS NULL OR feed = parameter('feed'))
ORDER BY rule, feed, last_seen DESC, thing
