-- title: 路段卡片 | Segment card
-- row: 参数 segment 所指路段的当前状态 | the road segment named by the parameter segment, as it is now
-- formula: 路况分级（road_grades）及其依据；flow_h、occupancy 为其检测器最近一小时的值（segment_flow）；feeds 为最近上报它的数据源数，每条样本权重相同，不分数据源
--   | road_grades with what it was heard from; flow_h, occupancy: of its detectors over the last hour (segment_flow); feeds: how many told of it lately, the first and last of their
--   titles; every sample weighs the same, whichever feed told it
-- unit: km/h
-- source: 本系统 | this system
SELECT s.segment_id, s.name, s.road_class, s.length_m, s.speed_kmh, s.free_flow_kmh, f.origin AS free_flow_origin, s.ratio,
       s.grade, s.level,
       s.travel_time_s - s.free_flow_time_s AS extra_s, s.samples, told.feeds, told.feed_first, told.feed_last, s.imputed_share, s.empty, q.flow_h, q.occupancy, s.health, s.age_s, s.event_time, s.district_id, s.latitude, s.longitude
FROM segment_grade s LEFT JOIN free_flow f ON f.segment_id = s.segment_id
LEFT JOIN segment_flow q ON q.segment_id = s.segment_id
LEFT JOIN (SELECT r.segment_id, count(DISTINCT r.feed) AS feeds, min(CASE WHEN f.feed IS NULL THEN r.feed ELSE concat(f.title_zh, ' | ', f.title_en) END) AS feed_first,
                  max(CASE WHEN f.feed IS NULL THEN r.feed ELSE concat(f.title_zh, ' | ', f.title_en) END) AS feed_last
           FROM speed_samples r LEFT JOIN feed f ON f.feed = r.feed GROUP BY r.segment_id) told ON told.segment_id = s.segment_id
WHERE s.segment_id = parameter('segment')
