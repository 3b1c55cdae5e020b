"""The feeds of a city, landing in its store and counted."""

from dashboard.city import City
from dashboard.figures import Figures
from dashboard.settings import Settings
from datasources.feed import FeedSpec
from datasources.fetched import Fetched
from datasources.landing import Landed
from datasources.outcome import Outcome
from datasources.reading import Reading
from datasources.refresh import Refresher, into, ledger
from datasources.store import Store


class Feeding:
    """Starts and stops the refresher of a city; an edited city gets a new one."""

    def __init__(self, store: Store, settings: Settings, figures: Figures) -> None:
        self._store = store
        self._lock = settings.data_path / "feeds.lock"
        self._figures = figures
        self._land = into(store)
        self._write = ledger(store)
        self._refresher: Refresher | None = None

    def start(self, city: City) -> None:
        mappings = {name: sql for name, feed in city.feeds.items() if (sql := city.mapping(feed)) is not None}
        self._refresher = Refresher(city.feeds, mappings, self._landed, self._told, lock=self._lock, base=city.folder)
        self._refresher.start()

    def stop(self) -> None:
        if self._refresher is not None:
            self._refresher.stop()
            self._refresher = None

    def silence_s(self) -> float:
        """How long nobody watched the fetching; 0 where nothing is fetched."""
        return self._refresher.silence_s() if self._refresher is not None else 0.0

    def _landed(self, spec: FeedSpec, reading: Reading, got: Fetched) -> Landed:
        landed = self._land(spec, reading, got)
        self._figures.landed(spec.name, landed.accepted, landed.quarantined)
        return landed

    def _told(self, outcome: Outcome) -> None:
        self._figures.tried(outcome.feed, outcome.ok)
        self._write(outcome)
