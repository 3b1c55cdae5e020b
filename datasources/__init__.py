"""Feeds in, rows out: the only room that knows DuckDB. Its files along a record's way; each is told of in its own first lines.

A feed       feed values address fault     what feeds.toml says, and what is wrong with it
Asked        agenda watchdog owner faster  when: a calendar that rings, and who looks after it
             refresh coordinator pace      one thread a feed, one try at a time
             record outcome suspect        how the tries went, which batches are not believed
Fetched      fetch fetch_http fetch_file   bytes, whole or not at all
             fetched unpack wire
Read         readers/ reading mapping      bytes to rows of canonical tables
             datum own_ids trip_name       what a feed declares of its positions, ids and names
             highway
Checked      sifting shape checks          rows that may land, rows for quarantine
             datum_guess source_clock      doubts about a whole batch
Landed       lander landing                one transaction with the ledger
             district roads                where a row lies
Derived      derived visits timetable      stop visits, sums, service days
             line service_days renewal     and all of it anew after a change of the program
Held         store opening cursor          the file, the memory, the only door
             schema statements model/      tables and statements, as SQL files
             older_file place session
             history flushing space        old rows in Parquet, room on the disk
Viewed       views/ library header select  the library of views: read,
             trial tried columns opens     tried before it is believed,
             kpi made keeping              judged, made, kept up as rows land
Asked for    ticket questions desk asking  one question, in-process or over the socket
             snapshot lanes side_by_side   all views of one moment
             cache revision precedence     what is still right, who goes first
             progress                      and a sign of life between two steps
Recorded     recorder recording rounds     what every KPI said, every five minutes
Raised       alerts                        rules whose rows are what is wrong
Sent         frames layers                 bytes on the shelf
"""
