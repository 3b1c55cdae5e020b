-- order: 30
-- says: 时间在未来 | stamped later than it came
-- needs: event_time
SELECT row_no FROM incoming WHERE event_time > CAST(getvariable('arrived_at') AS TIMESTAMP) + INTERVAL '30' SECOND
