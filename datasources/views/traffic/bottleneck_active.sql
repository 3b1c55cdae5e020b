-- title: 瓶颈活动时段 | When bottlenecks are active
-- row: one segment and five minutes of the local day in which a bottleneck was active there
-- formula: all seven of any seven successive five minutes with at least five drops (bottleneck_hit)
-- unit: -
-- source: PeMS (5 of any 7 contiguous five-minute points)
SELECT DISTINCT w.corridor_id, w.sequence, w.from_time + INTERVAL '300' SECOND * place.number AS event_time
FROM (SELECT start.corridor_id, start.sequence, start.from_time
      FROM (SELECT DISTINCT h.corridor_id, h.sequence, h.event_time - INTERVAL '300' SECOND * back.number AS from_time
            FROM bottleneck_hit h CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6)) back(number)) start
      JOIN bottleneck_hit hit ON hit.corridor_id = start.corridor_id AND hit.sequence = start.sequence
        AND hit.event_time >= start.from_time AND hit.event_time <= start.from_time + INTERVAL '1800' SECOND
      WHERE start.from_time + INTERVAL '1800' SECOND <= as_of() - INTERVAL '300' SECOND
        AND date_diff('day', local_time(start.from_time), local_time(as_of())) = 0
      GROUP BY start.corridor_id, start.sequence, start.from_time
      HAVING count(*) >= 5) w
CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6)) place(number)
