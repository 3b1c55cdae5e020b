"""Does a landing and its tick cost what arrived, or what the day holds: hour 20 against hour 1 of a day of 5,000 buses.

Two walls with the timetable of the whole day. One is an hour into it, the other twenty; the past lands as recorded rows, an hour at a time,
a report a minute of every bus and one each five minutes of every segment. Then both land and tick in turn as a live wall does.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from statistics import median

import pyarrow as pa

from bench.fleet import TRIP_S, Fleet
from bench.goal import Goal, at_most
from bench.room import room
from bench.tick import Spent, land, ticker_of
from dashboard import ROOT
from dashboard.check import checked
from dashboard.city import City
from dashboard.opening import open_store
from datasources.moment import utc_now
from datasources.reading import Reading
from datasources.store import Store

BUSES, SEGMENTS = 5_000, 5_000
EARLY, LATE, WHOLE = 1, 20, 21  # hours
WARM, ROUNDS = 3, 15
MINUTE = timedelta(minutes=1)
Say = Callable[[str], None]


def measure(say: Say) -> list[Goal]:
    city = checked(ROOT / "cities" / "yantai")
    spent = {hours: run(say, city, hours) for hours in (EARLY, LATE)}
    return [at_most("day-hour-20-vs-1", spent[LATE] / spent[EARLY], 1.2, "x")]


def run(say: Say, city: City, hours: int) -> float:
    """Seconds of CPU that landing and ticking take at this hour of the day, the median of some rounds."""
    with room() as folder, open_store(city, folder) as store, ThreadPoolExecutor(1) as writer:
        begun = timedelta(hours=hours, minutes=10)
        rounds = int(WHOLE * 3600 / TRIP_S)
        fleet = Fleet(BUSES, SEGMENTS, utc_now().replace(microsecond=0), begun=begun, rounds=rounds)
        land_day(store, fleet)
        ticker, landing, tick = ticker_of(city, store, folder / "run", writer), Spent(), Spent()
        for _ in range(WARM + ROUNDS):
            with landing.timed():
                land(store, fleet)
            with tick.timed():
                ticker.tick()
        say(f"hour {hours}: landing {landing.told()}; tick {tick.told()}")
        both = [a + b for a, b in zip(landing.cpu_s, tick.cpu_s, strict=True)]
        return median(both[WARM:])


def land_day(store: Store, fleet: Fleet) -> None:
    for reading, name in ((fleet.districts(), "districts"), (fleet.roads(), "roads"), (fleet.timetable(), "timetable")):
        store.land(name, reading, fleet.origin)
    moment = fleet.origin
    while moment < fleet.now:
        ends = min(moment + 60 * MINUTE, fleet.now)
        store.land("positions", joined(fleet.positions(at) for at in every(MINUTE, moment, ends)), None)
        store.land("speeds", joined(fleet.speeds(at) for at in every(5 * MINUTE, moment, ends)), None)
        moment = ends
    store.maintain()


def every(step: timedelta, first: datetime, last: datetime) -> Iterable[datetime]:
    return (first + number * step for number in range(int((last - first) / step)))


def joined(readings: Iterable[Reading]) -> Reading:
    """Readings of one table as one."""
    tables = [reading.tables for reading in readings]
    return Reading({name: pa.concat_tables([part[name] for part in tables]) for name in tables[0]})
