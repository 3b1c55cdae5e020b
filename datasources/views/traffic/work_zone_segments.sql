-- title: 施工所在路段 | Segments of a work zone
-- row: 参数 work 所指施工沿线的一条路段 | one road segment along the work zone named by the parameter work
-- formula: work_zones_now，按位置与行车方向关联 | work_zones_now, joined by place and direction of travel
-- unit: -
-- source: WZDx 4.2
SELECT s.segment_id, r.name
FROM work_zones_now z
JOIN work_zone_segment s ON s.feed = z.feed AND s.event_time = z.event_time AND s.work_zone_id = z.work_zone_id
JOIN road_segment r ON r.segment_id = s.segment_id
WHERE z.work_zone_id = parameter('work')
ORDER BY r.name, s.segment_id
