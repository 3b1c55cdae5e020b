-- title: 位置数据中断判定 | Outage of positions
-- row: one feed of positions
-- formula: considered = vehicles in service (vehicle_match: they name a trip, or called at a stop of one in the last half hour), heard of in vehicle_lookback_s; old = of them older than 150 s; outage when considered >= 20 and old >= 20 %
-- unit: vehicles
-- source: Skate (MBTA): out-of-service buses are excluded
SELECT source.feed, source.title_zh, source.title_en, coalesce(considered, 0) AS considered, coalesce(old, 0) AS old,
       100.0 * old / nullif(considered, 0) AS old_share, coalesce(considered >= 20 AND old >= 0.2 * considered, FALSE) AS outage
FROM (SELECT DISTINCT f.feed, f.title_zh, f.title_en FROM feed f JOIN feed_table brings ON brings.feed = f.feed AND brings.table_name = 'vehicle_position') source
LEFT JOIN (SELECT feed, count(*) AS considered, count(*) FILTER (WHERE date_diff('second', event_time, as_of()) > 150) AS old
           FROM vehicle_match WHERE in_service GROUP BY feed) heard ON heard.feed = source.feed
ORDER BY old_share DESC NULLS LAST, source.feed
