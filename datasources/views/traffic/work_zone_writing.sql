-- title: 施工数据的最新一版 | Newest writing of each work zone feed
-- row: one feed of work zones whose newest batch holds any
-- formula: the newest batch that came by as_of(), in the last work_zone_days (7), by when it came: some sources keep their date of writing all day. A batch without rows is an answer too: no work zone then
-- unit: -
-- once: true
-- source: WZDx 4.2 (a feed holds all there is)
SELECT feed, arg_max(batch, event_max) AS batch
FROM (
  SELECT feed, batch, event_max FROM batch
  WHERE table_name = 'work_zone' AND received_at <= as_of() AND received_at > as_of() - INTERVAL '86400' SECOND * coalesce(setting('work_zone_days'), 7)
  QUALIFY received_at = max(received_at) OVER (PARTITION BY feed)) last
GROUP BY feed
HAVING max(event_max) IS NOT NULL
