-- title: 车号 | Labels of vehicles
-- row: one vehicle of the register or heard of in the last two hours
-- formula: label = as its reports call it, else as the register does; none where vehicles of two feeds share an id and not the label
-- unit: -
-- once: true
-- source: standard
SELECT vehicle_id, CASE WHEN count(told) = 0 AND min(registered) = max(registered) THEN min(registered) WHEN min(told) = max(told) THEN min(told) END AS label
FROM (
  SELECT vehicle_id, nullif(label, '') AS told, CAST(NULL AS VARCHAR) AS registered FROM hot.vehicle_latest
  WHERE is_live() AND event_time > as_of() - INTERVAL '7200' SECOND
  UNION ALL
  SELECT vehicle_id, arg_max(label, event_time) AS told, CAST(NULL AS VARCHAR) AS registered FROM vehicle_position
  WHERE NOT is_live() AND event_time > as_of() - INTERVAL '7200' SECOND AND event_time <= as_of() AND received_at <= as_of() AND label <> ''
  GROUP BY feed, vehicle_id
  UNION ALL
  SELECT vehicle_id, CAST(NULL AS VARCHAR) AS told, nullif(label, '') AS registered FROM vehicle) known
GROUP BY vehicle_id
