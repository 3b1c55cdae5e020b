-- order: 31
-- says: 时间过旧 | stamped long before it came
-- needs: event_time
SELECT row_no FROM incoming WHERE event_time < TIMESTAMP '2000-01-01 00:00:00'
