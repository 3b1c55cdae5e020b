-- TrafficFlowObserved (Smart Data Models): vehicles of one interval over all lanes, occupancy as a share.
SELECT utc(dateObservedFrom) AS event_time, substr(id, length('urn:ngsi-ld:TrafficFlowObserved:') + 1) AS detector_id, refRoadSegment AS segment_id,
       date_diff('second', utc(dateObservedFrom), utc(dateObservedTo)) AS interval_s, TRY_CAST(intensity AS DOUBLE) AS flow,
       100 * TRY_CAST(occupancy AS DOUBLE) AS occupancy, TRY_CAST(averageVehicleSpeed AS DOUBLE) AS speed_kmh
FROM source
