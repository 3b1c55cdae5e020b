-- title: 规则名称 | What the rules say
-- row: one rule that is checked
-- formula: the rule's title in both languages
-- unit: -
-- source: MobilityData gtfs-realtime-validator RULES.md
SELECT rule, title_zh, title_en
FROM (VALUES
  ('E001', '时间不是 POSIX 秒', 'Not in POSIX time'),
  ('E002', '停靠更新未按站序排列', 'Stop time updates are not sorted'),
  ('E003', '班次不在时刻表中', 'trip_id not in the timetable'),
  ('E004', '线路不在时刻表中', 'route_id not in the timetable'),
  ('E009', '重复停靠的站点缺少站序', 'stop_sequence missing where a stop is called at twice'),
  ('E011', '站点不在时刻表中', 'stop_id not in the timetable'),
  ('E012', '实体时间晚于消息时间', 'An entity is stamped later than the header'),
  ('E013', '按间隔发车的班次却标为按表', 'A trip run by frequency says it is scheduled'),
  ('E015', '引用的不是上下车站点', 'A stop that is no place to board'),
  ('E022', '后站时间不晚于前站', 'Times do not increase from stop to stop'),
  ('E023', '发车时刻与时刻表不符', 'start_time is not that of the timetable'),
  ('E025', '离站早于到站', 'Departure before arrival'),
  ('E026', '坐标无效', 'Invalid position'),
  ('E027', '方向角无效', 'Invalid bearing'),
  ('E028', '车辆位置在服务区之外', 'Position outside the area served'),
  ('E029', '车辆远离班次走向', 'Vehicle far from the shape of its trip'),
  ('E045', '站序与站点对不上', 'stop_sequence and stop_id do not match'),
  ('E047', '同一班次配了两辆车', 'Trip given to different vehicles'),
  ('E048', '消息头没有时间', 'Header without timestamp'),
  ('E050', '时间在未来', 'Timestamp in the future'),
  ('E051', '站序不在时刻表中', 'stop_sequence not in the timetable'),
  ('E052', '车辆编号重复', 'Vehicle id is not unique'),
  ('W001', '缺少时间', 'Timestamp missing'),
  ('W002', '缺少车辆编号', 'Vehicle id missing'),
  ('W003', '位置与预测互缺', 'In one feed and not in the other'),
  ('W006', '缺少班次编号', 'trip_id missing'),
  ('W007', '刷新间隔超过 35 秒', 'Refreshed less than every 35 s'),
  ('W008', '消息到达时已超过 65 秒', 'Header older than 65 s'),
  ('W009', '缺少执行状态', 'schedule_relationship missing')) known(rule, title_zh, title_en)
