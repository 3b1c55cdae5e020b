"""import: recorded bytes land as if they had arrived at their own time, through the same reader and checks as a live feed."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from dashboard.check import checked
from dashboard.city import City
from dashboard.commands.arguments import add_city
from dashboard.fault import CityFaults
from dashboard.opening import open_store, up_to_date
from dashboard.settings import settle
from datasources.answering.ticket import Ticket
from datasources.fault import Fault, nearest
from datasources.feed import FeedSpec
from datasources.fetching.fetch import fetch
from datasources.fetching.fetched import FeedFailed, Fetched, Memory
from datasources.intake.datum_guess import DatumGuess
from datasources.intake.landing import Landed
from datasources.moment import utc_now
from datasources.readers.formats import read_feed
from datasources.reading import FeedRefused, Reading
from datasources.store import Store

ASKED_S = 30.0
REMEMBER_S = 60.0
MOST_FILES, MOST_ROWS, LONGEST_SPAN = 100, 20_000, timedelta(hours=2)  # that land together


def add_to(commands: Any) -> None:
    parser = commands.add_parser("import", help="land recorded files of a feed", description=__doc__)
    add_city(parser)
    parser.add_argument("feed", metavar="FEED", nargs="?", help="a feed of feeds.toml; left out: every feed whose url is a file or folder")
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, default=[], help="its recorded bytes (default: its own url)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = settle(args.city, args.data, dict(args.set))
    city = checked(settings.city_path, settings.variables, settings.trial_path, start=True)
    faults = 0
    with open_store(city, settings.data_path) as store:
        up_to_date(store)
        for feed in asked_feeds(city, args.feed):
            for name, landed in land_all(city, store, feed, args.files):
                faults += landed.outcome == "refused" or bool(landed.fault)
                print(line(feed, name, landed), flush=True)
        print("keeping what every KPI said ...", file=sys.stderr)
        if left := remember(store):
            print(
                f"{left} five-minute moments are left, whose trends stay short: a running wall goes on with them, or this command again",
                file=sys.stderr,
            )
        for notice in strangers(store):
            print(notice, file=sys.stderr)
    return 1 if faults else 0


def asked_feeds(city: City, name: str | None) -> list[FeedSpec]:
    """The named feed, or all that are recorded; reference feeds first, for events lean on them."""
    if name is None:
        recorded = [feed for feed in city.feeds.values() if not feed.url.startswith("http")]
        return sorted(recorded, key=lambda feed: feed.kind == "event")
    if name not in city.feeds:
        known = list(city.feeds)
        raise CityFaults([Fault("feeds.toml", name, f"no feed {name!r}; there are {', '.join(known)}", nearest(name, known))])
    return [city.feeds[name]]


def land_all(city: City, store: Store, feed: FeedSpec, files: Iterable[Path]) -> Iterator[tuple[str, Landed]]:
    """Land each file; one that cannot be believed is told and the next one tried. Small files of events land in groups."""
    mapping, guess = city.mapping(feed), DatumGuess(store.network)
    urls = [f"file:{path.resolve()}" for path in files] or [feed.url]
    group = Group(store, feed, guess)
    for url in urls:
        try:
            for fetched in _fetched(feed.model_copy(update={"url": url}), city.folder):
                try:
                    reading = read_feed(fetched.data, feed, mapping, utc_now())
                except FeedRefused as error:
                    yield from group.landed()
                    yield fetched.name, Landed("refused", "", reason=error.reason, text=str(error))
                    continue
                if not group.takes(reading):
                    yield from group.landed()
                group.add(fetched, reading)
        except FeedFailed as error:
            yield from group.landed()
            yield url, Landed("refused", "", reason=error.kind, text=str(error))
    yield from group.landed()


class Group:
    """Files of one feed that are read and wait to land together."""

    def __init__(self, store: Store, feed: FeedSpec, guess: DatumGuess) -> None:
        self._store, self._feed, self._guess = store, feed, guess
        self._waiting: list[tuple[Fetched, Reading]] = []
        self._rows = 0
        self._times: list[datetime] = []  # the first and the last

    def takes(self, reading: Reading) -> bool:
        """Whether one more would land with those that wait: small ones, close together in time."""
        if self._feed.kind != "event" or len(self._waiting) == MOST_FILES or self._rows + reading.rows_in() > MOST_ROWS:
            return False
        times = self._times + ends_of(reading)
        return not times or max(times) - min(times) <= LONGEST_SPAN

    def add(self, fetched: Fetched, reading: Reading) -> None:
        self._waiting.append((fetched, reading))
        self._rows += reading.rows_in()
        times = self._times + ends_of(reading)
        self._times = [min(times), max(times)] if times else []

    def landed(self) -> Iterator[tuple[str, Landed]]:
        """Land those that wait."""
        waiting, self._waiting, self._rows, self._times = self._waiting, [], 0, []
        for (fetched, reading), landed in zip(waiting, self._land(waiting), strict=True):
            doubted = self._guess.look(self._feed.name, self._feed.datum, reading) if landed.outcome == "landed" else ""
            yield fetched.name, replace(landed, fault=landed.fault or doubted)

    def _land(self, waiting: list[tuple[Fetched, Reading]]) -> list[Landed]:
        feed, sized = self._feed, [(reading, len(fetched.data)) for fetched, reading in waiting]
        if len(waiting) > 1:
            return self._store.land_together(feed.name, sized, feed.bad_rows_refused)
        arrived = None if feed.kind == "event" else utc_now()
        return [self._store.land(feed.name, reading, arrived, size=size, refused_above=feed.bad_rows_refused) for reading, size in sized]


def ends_of(reading: Reading) -> list[datetime]:
    """The first and the last moment of each of its tables of events."""
    stamped = [table["event_time"] for table in reading.tables.values() if "event_time" in table.column_names]
    return [end for column in stamped for end in pc.min_max(column).as_py().values() if end is not None]


def _fetched(feed: FeedSpec, base: Path) -> Iterator[Fetched]:
    memory, more = Memory(), True
    while more:
        fetched = fetch(feed, memory, base)
        if not isinstance(fetched, Fetched):
            return
        yield fetched
        memory, more = fetched.memory, fetched.more


def line(feed: FeedSpec, name: str, landed: Landed) -> str:
    if landed.outcome == "refused":
        return f"{feed.name}: {name}: refused ({landed.reason}): {landed.text}"
    counts = f"{landed.rows_in} rows = {landed.accepted} accepted ({landed.repeated} held already) + {landed.quarantined} quarantined"
    reasons = ", ".join(f"{reason} {rows}" for reason, rows in sorted(landed.reasons.items()))
    told = f"{feed.name}: {name}: {landed.outcome}: {counts}" + (f" [{reasons}]" if reasons else "")
    return f"{told}; {landed.fault}" if landed.fault else told


def remember(store: Store) -> int:
    """What every KPI said through the recorded day, so that trends stand on it; how many moments a minute was too short for."""
    span = store.recorded_span()
    return store.backfill_kpis(*span, seconds=REMEMBER_S) if span is not None else 0


def strangers(store: Store) -> Iterator[str]:
    """Feeds that told of roads which nobody knows: what they say lights nothing."""
    span = store.recorded_span()
    for row in store.ask(Ticket("unknown_segments", as_of=span[1]), ASKED_S).to_pylist() if span else []:
        yield f"{row['feed']}: {row['unknown']} of {row['segments']} segments are in no road_segment, as {row['sample']}"
