"""A recorded city landed whole through the real readers and the real store, as `import` does it: each row at its own time."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboard.city import City
from dashboard.loading import load_city
from dashboard.opening import feed_row
from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.feed import FeedSpec
from datasources.fetching.address import local_path
from datasources.fetching.unpack import gunzip_file
from datasources.intake.landing import Landed
from datasources.place import Place
from datasources.readers.formats import read_feed
from datasources.reading import FeedRefused
from datasources.store import Store

CITIES = Path(__file__).parents[1] / "cities"


@dataclass
class Recorded:
    """A city with its days landed. `landed`: what became of each file, by feed; `refused`: files that no reader believed."""

    city: City
    store: Store
    landed: dict[str, list[Landed]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def ask(self, view: str, as_of: datetime, **parameters: str) -> list[dict[str, Any]]:
        return list(self.store.ask(Ticket(view, parameters, as_of), seconds=30).to_pylist())

    def row(self, view: str, as_of: datetime, **parameters: str) -> dict[str, Any]:
        return self.ask(view, as_of, **parameters)[0]

    def accepted(self, feed: str) -> int:
        return sum(batch.accepted for batch in self.landed[feed])

    def quarantined(self, feed: str) -> Counter[str]:
        return sum((Counter(batch.reasons) for batch in self.landed[feed]), Counter())


def land(name: str, data: Path) -> Recorded:
    """References first, so that what moves finds its timetable."""
    city = load_city(CITIES / name, {"data": str(data)})
    spec = city.spec
    store = Store(None, Place(spec.timezone, spec.bbox, spec.margin_km, dict(spec.settings)))
    assert store.load_views([STANDARD, city.views_folder]) == []
    store.register_feeds([feed_row(feed) for feed in city.feeds.values()])
    recorded = Recorded(city, store)
    for feed in sorted(city.feeds.values(), key=lambda feed: feed.kind != "reference"):
        recorded.landed[feed.name] = [_land(recorded, feed, path) for path in _files(feed, city.folder)]
    return recorded


def _files(feed: FeedSpec, folder: Path) -> list[Path]:
    pattern = Path(local_path(feed.url))
    return sorted((folder / pattern.parent).glob(pattern.name))


def _land(recorded: Recorded, feed: FeedSpec, path: Path) -> Landed:
    data = gunzip_file(path.read_bytes(), feed.max_bytes, feed.max_ratio)
    try:
        reading = read_feed(data, feed, recorded.city.mapping(feed), datetime.now(UTC).replace(tzinfo=None))
    except FeedRefused as error:
        recorded.refused[path.name] = error.reason
        return Landed("refused", path.name, reason=error.reason)
    return recorded.store.land(feed.name, reading, None, refused_above=feed.bad_rows_refused)
