-- title: 施工占道 | Work zones
-- row: one work zone in scope that is under way or begins within work_zone_ahead_h (24), the most obstructive first
-- formula: rows of each feed's newest writing (what that lacks is over), inside the city; state under_way = begun and not ended, by the dates, unless the source says completed or
--   cancelled, or that it is planned or pending and has not verified when it began
-- unit: -
-- once: true
-- source: WZDx 4.2
SELECT feed, work_zone_id, concat('work:', work_zone_id) AS row_key, event_type, road_names, direction, name, description, state, vehicle_impact,
       CASE WHEN vehicle_impact = 'all-lanes-closed' THEN 1 WHEN vehicle_impact LIKE 'some-lanes-closed%' OR vehicle_impact LIKE 'alternating%' THEN 2
            WHEN vehicle_impact LIKE 'all-lanes-open%' THEN 3 ELSE 4 END AS obstruction,
       lanes, lanes_closed, reduced_speed_kmh, workers_present, types_of_work, is_start_verified, is_end_verified, is_position_verified,
       start_date, end_date, updated_at, segments, latitude, longitude, district_id, geometry, event_time
FROM (
  SELECT z.*, CASE WHEN status IN ('completed', 'cancelled') OR end_date <= as_of() THEN 'over'
                   WHEN start_date > as_of() OR (status IN ('planned', 'pending') AND is_start_verified IS NOT TRUE) THEN 'coming' ELSE 'under_way' END AS state,
         coalesce(along.segments, 0) AS segments
  FROM work_zone z JOIN work_zone_writing w ON w.feed = z.feed AND w.batch = z.batch
  LEFT JOIN (SELECT feed, event_time, work_zone_id, count(*) AS segments FROM work_zone_segment GROUP BY feed, event_time, work_zone_id) along
    ON along.feed = z.feed AND along.event_time = z.event_time AND along.work_zone_id = z.work_zone_id
  WHERE z.event_time <= as_of() AND z.event_time > as_of() - INTERVAL '86400' SECOND * coalesce(setting('work_zone_days'), 7)
    AND z.latitude IS NOT NULL AND (scope() IS NULL OR z.district_id = scope())) zone
WHERE state <> 'over' AND start_date <= as_of() + INTERVAL '3600' SECOND * coalesce(setting('work_zone_ahead_h'), 24)
ORDER BY state DESC, obstruction, start_date, work_zone_id
