-- One incident as it is now; severity 1 critical .. 4 minor.
SELECT utc(event_time) AS event_time, incident_id, kind, TRY_CAST(severity AS INT) AS severity, status, title, description, segment_id, owner,
       utc(started_at) AS started_at, utc(cleared_at) AS cleared_at, TRY_CAST(latitude AS DOUBLE) AS latitude, TRY_CAST(longitude AS DOUBLE) AS longitude
FROM source
