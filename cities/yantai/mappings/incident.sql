-- One incident as it is now; severity 1 critical .. 4 minor.
SELECT utc(event_time) AS event_time, incident_id, kind, TRY_CAST(severity AS INT) AS severity, status, title, description, segment_id, owner,
       utc(started_at) AS started_at, utc(cleared_at) AS cleared_at, utc(reported_at) AS reported_at, utc(verified_at) AS verified_at,
       utc(dispatched_at) AS dispatched_at, utc(arrived_at) AS arrived_at, utc(lanes_cleared_at) AS lanes_cleared_at,
       utc(responders_left_at) AS responders_left_at, utc(normal_at) AS normal_at,
       TRY_CAST(latitude AS DOUBLE) AS latitude, TRY_CAST(longitude AS DOUBLE) AS longitude
FROM source
