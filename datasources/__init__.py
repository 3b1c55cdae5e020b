"""Feeds in, rows out: the only room that knows DuckDB. A folder is a stage of a record's way; each file is told of in its own first lines.

./          feed values fault place        what feeds.toml says, what is wrong with it, what the city is,
            moment                         what time is
schedule/   agenda watchdog owner faster   when: a calendar that rings, and who looks after it
            refresh coordinator pace       one thread a feed, one try at a time
            record outcome suspect         how the tries went, which batches are not believed
fetching/   fetch fetch_http fetch_file    bytes, whole or not at all
            fetched unpack wire address
readers/    formats csv json ndjson        bytes to rows of canonical tables, one format a file
            geojson parquet sqlite wzdx
            osm pbf gtfs gtfs_rt
            rt_message rt_vehicle rt_trip  what gtfs_rt is made of
            rt_alert translations
            tabular cells strict heavy     what several formats share
            posix polyline
            mapping datum own_ids          what a city says of its columns, positions, ids and names
            trip_name highway
./          reading                        what a reader gives
intake/     sifting shape checks           rows that may land, rows for quarantine
            datum_guess source_clock       doubts about a whole batch
            lander landing                 one transaction with the ledger
            district roads                 where a row lies
deriving/   derived visits timetable       stop visits, sums, service days
            line service_days called_off   what feeds called off,
            renewal                        and all of it anew after a change of the program
./          store                          the only door to what is held
storage/    opening cursor session         the file, the memory
            schema statements older_file   tables and statements, as SQL files of model/
            history flushing space         old rows in Parquet, room on the disk
catalogue/  library header select columns  the library of views/: read,
            trial scratch tried opens      tried before it is believed,
            kpi made keeping               judged, made, kept up as rows land
answering/  ticket questions desk asking   one question, in-process or over the socket
            snapshot lanes side_by_side    all views of one moment
            cache revision precedence      what is still right, who goes first
            progress                       and a sign of life between two steps
recorded/   recorder recording rounds      what every KPI said, every five minutes
./          alerts                         rules whose rows are what is wrong
            frames layers                  bytes on the shelf
"""
