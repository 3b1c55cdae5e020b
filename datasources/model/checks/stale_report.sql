-- order: 32
-- says: 位置报告过旧 | a report of moving things, days old when it came
-- needs: event_time
-- tables: vehicle_position, trip_update, segment_speed, detector_reading
SELECT row_no FROM incoming WHERE event_time < received_at - INTERVAL '1' DAY * coalesce(setting('ancient_days'), 7)
