"""A city as the web workers see it: the one that the engine took up last. They never judge an edit themselves."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import orjson

from dashboard.city import City
from dashboard.fault import CityFaults
from dashboard.kept import good_city
from dashboard.loading import load_city
from datasources.frames import Reader
from layouts.words import Text

V = TypeVar("V")
FACTS_FOR_S = 30.0


class LivingCity:
    def __init__(self, folder: Path, variables: Mapping[str, str], run: Path, data: Path) -> None:
        """Raises CityFaults when there is no good city to start with."""
        self._folder, self._variables = folder, variables
        self._frames = Reader(run / "frames")
        self._lock = threading.Lock()
        self._city, _ = good_city(load_city, folder, data, variables)
        self._digest = self._city.digest

    def __call__(self) -> City:
        taken_up = self._frames.manifest().get("digest", self._digest)
        if taken_up != self._digest:
            with self._lock:
                self._reload(taken_up)
        return self._city

    def _reload(self, digest: str) -> None:
        try:
            self._city = load_city(self._folder, self._variables)
        except (CityFaults, OSError):
            return  # edited again, and badly, since the engine took it up: the one we have still runs
        self._digest = digest


class Lazy(Mapping[str, V], Generic[V]):
    """A mapping that is asked for anew at every look."""

    def __init__(self, held: Callable[[], Mapping[str, V]]) -> None:
        self._held = held

    def __getitem__(self, key: str) -> V:
        return self._held()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held())

    def __len__(self) -> int:
        return len(self._held())


class EngineFacts:
    """What only the engine knows of the city, as a worker keeps it for a while: the headers of views and the names of districts."""

    def __init__(self, action: Callable[[str, bytes], bytes]) -> None:
        self._action = action
        self._known: dict[str, Any] = {"headers": {}, "districts": {}}
        self._asked = -FACTS_FOR_S

    def headers(self) -> Mapping[str, Mapping[str, str]]:
        found: Mapping[str, Mapping[str, str]] = self._fresh()["headers"]
        return found

    def districts(self) -> Mapping[str, Text]:
        return {key: Text(zh=zh, en=en) for key, (zh, en) in self._fresh()["districts"].items()}

    def _fresh(self) -> dict[str, Any]:
        """The last known while the engine is away."""
        if time.monotonic() - self._asked > FACTS_FOR_S:
            try:
                self._known = orjson.loads(self._action("facts", b""))
                self._asked = time.monotonic()
            except ConnectionError:
                pass
        return self._known
