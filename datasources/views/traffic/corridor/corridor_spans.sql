-- title: 走廊上的事件 | What happens on the chosen corridor
-- row: one incident of the last day, one work zone under way or planned, or one bottleneck of today, over the part of the corridor where it is
-- formula: incidents by their segment, cleared ones too; work zones by the segments they lie along; bottlenecks with the median length of their queue
-- unit: m
-- source: incident; WZDx; Chen, Skabardonis, Varaiya 2004
SELECT 'incident' AS kind, concat('incident:', i.incident_id) AS key, coalesce(i.severity, 4) AS priority, i.title AS title, i.started_at AS from_time,
       i.cleared_at AS until_time, s.start_m AS from_m, s.start_m + s.length_m AS to_m
FROM corridor_strip s JOIN (
  SELECT incident_id, severity, title, segment_id, started_at, cleared_at FROM incident
  WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '172800' SECOND
  QUALIFY row_number() OVER (PARTITION BY feed, incident_id ORDER BY event_time DESC, received_at DESC) = 1) i ON i.segment_id = s.segment_id
WHERE i.started_at <= as_of() AND (i.cleared_at IS NULL OR i.cleared_at > as_of() - INTERVAL '90000' SECOND)
UNION ALL
SELECT 'work', concat('work:', z.work_zone_id), 4, z.road_names, min(z.start_date), min(z.end_date), min(s.start_m), max(s.start_m + s.length_m)
FROM corridor_strip s JOIN work_zone_segment w ON w.segment_id = s.segment_id
JOIN work_zones_now z ON z.feed = w.feed AND z.event_time = w.event_time AND z.work_zone_id = w.work_zone_id
GROUP BY z.feed, z.work_zone_id, z.road_names
UNION ALL
SELECT 'bottleneck', concat('bottleneck:', b.segment_id, ':', b.shift), 4, b.name, b.first_time, b.event_time + INTERVAL '300' SECOND,
       greatest(0, s.start_m + s.length_m - b.extent_m), s.start_m + s.length_m
FROM bottlenecks b JOIN corridor_chosen c ON c.corridor_id = b.corridor_id JOIN corridor_strip s ON s.sequence = b.sequence
ORDER BY from_time, key
