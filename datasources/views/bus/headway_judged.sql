-- title: 车头时距判定 | Headways judged
-- row: one observed headway of the window and scope that is believed and whose plan is known, of the line and direction named by the parameters where given
-- formula: kept when headway_s <= scheduled_headway_s + wait_peak_s (180) in the peaks of working days (peak_am_from 7 to peak_am_to 9, peak_pm_from 17 to peak_pm_to 19), + wait_offpeak_s (300) else
-- unit: s
-- once: true
-- source: wait assessment (New York State Comptroller on the MTA)
SELECT timed.*, headway_s <= scheduled_headway_s + CASE WHEN is_peak THEN coalesce(setting('wait_peak_s'), 180) ELSE coalesce(setting('wait_offpeak_s'), 300) END AS kept
FROM (
  SELECT h.*, extract(isodow FROM local_time(actual_time)) <= 5
              AND (extract(hour FROM local_time(actual_time)) + extract(minute FROM local_time(actual_time)) / 60.0
                     BETWEEN coalesce(setting('peak_am_from'), 7) AND coalesce(setting('peak_am_to'), 9)
                   OR extract(hour FROM local_time(actual_time)) + extract(minute FROM local_time(actual_time)) / 60.0
                     BETWEEN coalesce(setting('peak_pm_from'), 17) AND coalesce(setting('peak_pm_to'), 19)) AS is_peak
  FROM headway_known h
  WHERE scheduled_headway_s > 0 AND (parameter('line') IS NULL OR route_id = parameter('line'))
    AND (parameter('direction') IS NULL OR direction_id = CAST(parameter('direction') AS INT))) timed
