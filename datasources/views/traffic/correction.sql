-- title: 近期更正 | Corrections
-- row: one reading of the last two hours or so that corrects what its feed had told of the moment, the last of them as known then
-- formula: those that came before it count no more
-- unit: -
-- once: true
-- source: corrected
SELECT feed, about, event_time, coalesce(interval_s, 0) AS interval_s, max(received_at) AS received_at
FROM corrected
WHERE event_time <= as_of() AND received_at <= as_of() AND event_time > as_of() - INTERVAL '7500' SECOND
GROUP BY feed, about, event_time, coalesce(interval_s, 0)
