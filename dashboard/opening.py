"""Opening a city's store: the file, the feeds as configured, the views."""

import sys
from pathlib import Path

from dashboard.check import place_of, view_folders
from dashboard.city import City
from dashboard.clock import Clock, LiveClock
from dashboard.fault import CityFaults
from datasources.feed import FeedSpec
from datasources.schedule.faster import spaced
from datasources.store import Store


def open_store(city: City, data: Path, clock: Clock | None = None) -> Store:
    """The store in `data` with this city's feeds and views; clock: the present unless given. Raises StoreLocked when an engine runs on
    it, CityFaults."""
    clock = clock or LiveClock()
    store = Store(data / "city.duckdb", place_of(city), clock=clock.as_of, speed=clock.speed)
    try:
        fit(store, city, clock.speed)
    except BaseException:
        store.close()
        raise
    return store


def up_to_date(store: Store) -> Store:
    """The store with nothing in it derived by another version of the program. For commands that ask once; an engine does it as it runs."""
    if store.derive_anew(0.0):
        print("another version of the program wrote these data: deriving anew what is in the file ...", file=sys.stderr)
        store.derive_anew()
    return store


def fit(store: Store, city: City, speed: float = 1.0) -> None:
    """Make the store answer for this city: all its views or none, and the table of its feeds, as often as they can be asked."""
    faults = store.load_views(view_folders(city), place_of(city))
    if faults:
        raise CityFaults(faults)
    store.register_feeds(
        [feed_row(spaced(feed, speed)) for feed in city.feeds.values() if not feed.rows_of]
    )  # an archive is a part of its feed


def feed_row(feed: FeedSpec) -> dict[str, object]:
    """The row of the table `feed`."""
    return {
        "feed": feed.name,
        "title_zh": feed.title.zh,
        "title_en": feed.title.en,
        "every_s": feed.every,
        "late_after_s": feed.late_after,
        "stale_after_s": feed.stale_after,
        "down_after_s": feed.down_after,
        "kind": feed.kind,
        "demo": feed.demo,
        "licence": feed.licence,
        "bad_rows_degraded": feed.bad_rows_degraded,
        "match": ",".join(feed.match),
    }
