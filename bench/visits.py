"""How fast does a recorded day of a whole city become stop visits, and how fast beside plain pandas?

Capital Metro, 2016-11-25, all routes: 32,038 reports. The timetable is laid out before on both sides, the reports are read; measured is
the CPU from reports to stop visits: landing them (checks, ledger and log included) and asking the view, then bench/pandas_visits.py.
"""

import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from bench.goal import Goal, at_least, unmeasured
from bench.pandas_visits import lines_of, stop_visits
from bench.room import room
from dashboard import ROOT
from dashboard.check import checked
from dashboard.city import City
from dashboard.commands.import_ import land_all
from dashboard.opening import open_store
from datasources.answering.ticket import Ticket
from datasources.readers.formats import read_feed
from datasources.reading import Reading
from datasources.store import Store

DATA = Path(os.environ.get("CITY_BRAIN_DATA", ROOT.parent / "shared" / "data"))
FIRST, END = datetime(2016, 11, 25, 8), datetime(2016, 11, 26, 12)
DAY = {"window_s": "1e6"}
ROUNDS = 3
Say = Callable[[str], None]


def measure(say: Say) -> list[Goal]:
    if not DATA.is_dir():
        return [unmeasured("visits-vs-pandas", ">=10x")]
    city = checked(ROOT / "tests" / "cities" / "capmetro-2016", {"data": str(DATA)})
    reports = recorded(city)
    ours, visits, calls = min((run(city, reports) for _ in range(ROUNDS)), key=lambda told: told[0])
    lines = lines_of(calls)
    began = time.process_time()
    frame = stop_visits(reports.to_pandas(), lines)
    theirs = time.process_time() - began
    rows = reports.num_rows
    say(f"{rows} reports, {visits.num_rows} stop visits: {ours:.2f} s of CPU, {rows / ours:.0f} reports a second")
    say(f"plain pandas, {len(frame)} stop visits: {theirs:.2f} s of CPU, {rows / theirs:.0f} reports a second")
    say(f"visits that both tell alike within 5 s: {100 * alike(visits, frame):.1f} %")
    return [at_least("visits-reports-a-second", rows / ours, 10_000, ""), at_least("visits-vs-pandas", theirs / ours, 10, "x")]


def recorded(city: City) -> pa.Table:
    """The day's reports as rows of vehicle_position."""
    feed = city.feeds["positions"]
    data = Path(city.folder, feed.url.removeprefix("file:")).read_bytes()
    return read_feed(data, feed, city.mapping(feed), END).tables["vehicle_position"]


def run(city: City, reports: pa.Table) -> tuple[float, pa.Table, pa.Table]:
    """CPU seconds, the stop visits, and the calls of the timetable that they stand on."""
    with room() as folder, open_store(city, folder) as store:
        for feed in city.feeds.values():
            if feed.kind == "reference":
                list(land_all(city, store, feed, []))
        lay_out(store)
        began = time.process_time()
        store.land("positions", Reading({"vehicle_position": reports}), None)
        visits = store.ask(Ticket("stop_visit", DAY, END), seconds=60)
        spent = time.process_time() - began
        return spent, visits, calls_of(store)


def lay_out(store: Store) -> None:
    """A report of no trip makes the store lay out the timetable of the day."""
    parked = {"event_time": FIRST, "vehicle_id": "parked", "latitude": 30.27, "longitude": -97.74}
    store.land("positions", Reading({"vehicle_position": pa.Table.from_pylist([parked])}), None)


def calls_of(store: Store) -> pa.Table:
    with store._cursors.lend() as cursor:
        return cursor.sql(
            "SELECT service_date, trip_id, stop_sequence, terminal, scheduled_time, latitude, longitude FROM city.main.service_call "
            "WHERE service_date IN ('20161124', '20161125') ORDER BY service_date, trip_id, stop_sequence"
        ).to_arrow_table()


def alike(visits: pa.Table, frame: "object") -> float:
    """Share of our visits that the other side tells within 5 s."""
    keys = ["service_date", "trip_id", "stop_sequence"]
    both = visits.select([*keys, "actual_time"]).to_pandas().merge(frame, on=keys)
    off = (both["actual_time_x"] - both["actual_time_y"]).dt.total_seconds().abs()
    return float((off <= 5).sum() / max(1, visits.num_rows))
