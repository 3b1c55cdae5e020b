-- Each sub-line as the one trip that names its stops in order; nothing says when it runs.
SELECT DISTINCT sub_lineid AS trip_id, sub_lineid AS route_id, 'any' AS service_id FROM source
