-- order: 70
-- says: 时刻超出服务日 | a time outside the service day (0 to 72 h)
-- needs: arrival_s, departure_s
SELECT row_no FROM incoming WHERE arrival_s < 0 OR departure_s < 0 OR arrival_s > 259200 OR departure_s > 259200
