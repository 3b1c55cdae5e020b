-- The ledger: what came, what was refused, how each feed and alert fared. Ordinary data to the views.

CREATE TABLE IF NOT EXISTS batch (
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, loaded_at TIMESTAMP, table_name VARCHAR,
  rows_in BIGINT, accepted BIGINT, repeated BIGINT, quarantined BIGINT,     -- rows_in = accepted + quarantined; repeated is a part of accepted
  event_min TIMESTAMP, event_max TIMESTAMP, bytes BIGINT,                   -- of a recorded batch: one row each half minute of its own time
  flagged BIGINT);                                                          -- accepted with a column cleared

CREATE TABLE IF NOT EXISTS quarantine (             -- one row a reason and batch, with a count and a sample
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, table_name VARCHAR, reason VARCHAR, rows BIGINT, sample VARCHAR);

CREATE TABLE IF NOT EXISTS feed_table (             -- which tables a feed has ever brought
  feed VARCHAR, table_name VARCHAR);

CREATE TABLE IF NOT EXISTS refused (                -- batches of which nothing was stored; the one before stayed
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, loaded_at TIMESTAMP, rows_in BIGINT, quarantined BIGINT,
  reason VARCHAR, text VARCHAR, bytes BIGINT);

CREATE TABLE IF NOT EXISTS flag (                   -- accepted rows that had a column cleared, by reason (a dummy position on a request ...)
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, table_name VARCHAR, reason VARCHAR, rows BIGINT, sample VARCHAR);

CREATE TABLE IF NOT EXISTS rt_message (             -- one row a GTFS-Realtime message: what its header says
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, header_time TIMESTAMP, version VARCHAR, incrementality VARCHAR, entities INT);

CREATE TABLE IF NOT EXISTS rt_finding (             -- one row a rule that a message breaks and its rows cannot tell (readers/rt_message.py)
  feed VARCHAR, batch VARCHAR, received_at TIMESTAMP, rule VARCHAR, rows BIGINT, sample VARCHAR);

CREATE TABLE IF NOT EXISTS "fetch" (                -- one row a try that changed a feed's state, or brought a batch
  feed VARCHAR, event_time TIMESTAMP, ok BOOLEAN, outcome VARCHAR,          -- landed | unchanged | refused | failed
  error VARCHAR, duration_s DOUBLE, bytes BIGINT, skew_s DOUBLE,            -- skew_s: source clock minus ours, where it can be told
  usual_gap_s DOUBLE,                                                       -- between two batches with something new, once known
  good_time TIMESTAMP);                                                     -- of the last try that went well

CREATE TABLE IF NOT EXISTS feed (                   -- the feeds of the city as configured
  feed VARCHAR, title_zh VARCHAR, title_en VARCHAR, every_s DOUBLE, late_after_s DOUBLE, stale_after_s DOUBLE,
  down_after_s DOUBLE, kind VARCHAR,                                        -- event | reference
  demo BOOLEAN, licence VARCHAR,
  bad_rows_degraded DOUBLE,                                                 -- share of a batch
  match VARCHAR);                                                           -- how its vehicles find their trips, joined by ','; NULL is trip_id

CREATE TABLE IF NOT EXISTS alert_event (            -- append-only history of every alert's state
  event_time TIMESTAMP, rule VARCHAR, alert_key VARCHAR, state VARCHAR,     -- pending | firing | recovering | ok
  priority INT, since TIMESTAMP,                                            -- 1 critical | 2 major | 3 minor | 4 notice
  what_zh VARCHAR, what_en VARCHAR, where_zh VARCHAR, where_en VARCHAR, consequence_zh VARCHAR, consequence_en VARCHAR,
  owner VARCHAR, district_id VARCHAR, latitude DOUBLE, longitude DOUBLE);

CREATE TABLE IF NOT EXISTS alert_judged (           -- when every rule was evaluated, every five minutes
  event_time TIMESTAMP);

CREATE TABLE IF NOT EXISTS history_file (           -- Parquet files that hold rows; a file not named here is not part of the history
  table_name VARCHAR, day VARCHAR, path VARCHAR, rows BIGINT, bytes BIGINT, written_at TIMESTAMP);

CREATE TABLE IF NOT EXISTS store_fault (            -- what went wrong inside the store: a damaged file set aside, a derivation that failed
  event_time TIMESTAMP, kind VARCHAR, text VARCHAR);

CREATE TABLE IF NOT EXISTS derived_by (             -- which version of the program's derivations the derived rows are of (datasources/deriving/renewal.py)
  part VARCHAR, mark VARCHAR,
  told_from TIMESTAMP);                             -- older rows are another version's, being derived anew from the newest back; NULL: it is done
