-- title: 路段常态区间 | Usual range of a segment
-- row: 参数 segment 所指路段在当地一天中的一刻钟（0 = 零点）
--   | one quarter of an hour of the local day (0 = midnight) of the segment named by the parameter segment
-- formula: 每个可比日（compared_day）该刻钟的长度 × 样本数 / 行程时间之和；存疑时段（segment_doubted，近 30 天）不计；p10、p50、p90 取自各常态日，至少三天
--   | of each comparable day (compared_day) length x samples / sum of travel times of the quarter, without what was in doubt then (segment_doubted, 30 days);
--   p10, p50, p90 over the usual days, from at least three of them
-- unit: km/h
-- source: segment_5min (PeMS: additive sums)
SELECT quarter, CASE WHEN count(speed_kmh) >= 3 THEN quantile_cont(speed_kmh, 0.1) END AS p10,
       CASE WHEN count(speed_kmh) >= 3 THEN quantile_cont(speed_kmh, 0.5) END AS p50,
       CASE WHEN count(speed_kmh) >= 3 THEN quantile_cont(speed_kmh, 0.9) END AS p90, CAST(count(speed_kmh) AS INT) AS days
FROM (
  SELECT d.day, said.quarter, 3.6 * sum(said.weight_m) / nullif(sum(said.travel_time_s), 0) AS speed_kmh
  FROM compared_day d
  JOIN (SELECT date_trunc('day', local_time(h.event_time)) AS day, coalesce(h.length_m, 1) * h.samples AS weight_m, h.travel_time_s,
               CAST(floor(date_diff('second', date_trunc('day', local_time(h.event_time)), local_time(h.event_time)) / 900.0) AS INT) AS quarter
        FROM segment_5min h LEFT JOIN segment_doubted x ON x.segment_id = h.segment_id AND x.event_time = h.event_time
        WHERE x.segment_id IS NULL AND h.segment_id = parameter('segment') AND h.event_time < as_of() AND h.event_time > as_of() - INTERVAL '4924800' SECOND) said ON said.day = d.day
  WHERE d.usual
  GROUP BY d.day, said.quarter) daily
GROUP BY quarter
ORDER BY quarter
