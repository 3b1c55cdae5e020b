-- title: 路段上的施工 | Work zones on a segment
-- row: one work zone, under way or soon, along the road segment named by the parameter segment
-- formula: work_zones_now, joined by place and direction of travel
-- unit: -
-- source: WZDx 4.2
SELECT z.work_zone_id, z.event_type, z.road_names, z.description, z.state, z.vehicle_impact, z.lanes, z.lanes_closed, z.reduced_speed_kmh,
       z.workers_present, z.start_date, z.end_date, z.event_time
FROM work_zones_now z JOIN work_zone_segment s ON s.feed = z.feed AND s.event_time = z.event_time AND s.work_zone_id = z.work_zone_id
WHERE s.segment_id = parameter('segment')
ORDER BY z.state DESC, z.obstruction, z.start_date, z.work_zone_id
