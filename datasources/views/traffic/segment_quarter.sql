-- title: 路段每刻钟行程时间 | Travel times by quarters of an hour
-- row: one segment and quarter of an hour of the last reliability_days (14) before the local day of as_of(), really measured by what was not in doubt then
-- formula: travel time = sum / samples of its five-minute sums, at its length now (a road may be cut anew); day = the local midnight; workday: not a day of rest (day_type)
-- unit: s
-- source: 23 CFR 490.511 (15-minute bins)
SELECT q.segment_id, q.quarter, d.day, NOT d.rest AS workday, extract(hour FROM q.local) AS local_hour, q.travel_time_s
FROM (
  SELECT segment_id, quarter, local_time(quarter) AS local, travel_time_s
  FROM (
    SELECT h.segment_id, time_bucket(INTERVAL '15' MINUTE, h.event_time) AS quarter, sum(h.travel_time_s * (coalesce(r.length_m, 1) / coalesce(h.length_m, 1))) / sum(h.samples) AS travel_time_s
    FROM segment_5min h JOIN road_segment r ON r.segment_id = h.segment_id LEFT JOIN segment_doubted d ON d.segment_id = h.segment_id AND d.event_time = h.event_time
    WHERE d.segment_id IS NULL AND h.samples > 0 AND h.event_time <= as_of() - INTERVAL '300' SECOND
      AND h.event_time > as_of() - INTERVAL '86400' SECOND * (coalesce(setting('reliability_days'), 14) + 1)
    GROUP BY h.segment_id, time_bucket(INTERVAL '15' MINUTE, h.event_time)) summed) q
JOIN day_type d ON d.day = date_trunc('day', q.local)
WHERE d.days_ago >= 1 AND d.days_ago <= coalesce(setting('reliability_days'), 14)
