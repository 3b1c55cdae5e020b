SELECT local_to_utc("时间") AS event_time, "车号" AS vehicle_id, "线路" AS route_id, CAST("纬度" AS DOUBLE) AS latitude, CAST("经度" AS DOUBLE) AS longitude
FROM source
