-- The view vehicle_latest of a moment that is now.
SELECT * FROM hot.vehicle_latest WHERE event_time > as_of() - INTERVAL '1' SECOND * coalesce(setting('vehicle_lookback_s'), 900)
