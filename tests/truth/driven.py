"""A city that hears the buses of `tracks`, and how far from the truth its stop visits are."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store
from tests.truth.tracks import Run, reports

ZONE = "Australia/Adelaide"
DAY, MIDNIGHT = "20260408", datetime(2026, 4, 7, 14, 30)
SLACK_S = 8  # of reports every five seconds
PATIENT_S = 20.0
Row = dict[str, Any]


@contextmanager
def city(match: str = "trip_id", zone: str = ZONE, **settings: float) -> Iterator[Store]:
    with Store(None, Place(zone, settings=settings)) as store:
        assert store.load_views([STANDARD]) == []
        feed = {"feed": "positions", "title_zh": "定位", "title_en": "Positions", "kind": "event", "match": match}
        store.register_feeds([feed | {"stale_after_s": 60.0, "down_after_s": 600.0}])
        yield store


def by_trip(run: Run) -> Row:
    return {"trip_id": run.trip, "route_id": run.line}


def told(driven: Iterable[Run], midnight: datetime = MIDNIGHT, said: Callable[[Run], Row] = by_trip) -> list[Row]:
    """What all their buses report."""
    return [row for run in driven for row in reports(run, midnight, said(run))]


def land(store: Store, rows: list[Row], received_at: datetime | None = None) -> None:
    store.land("positions", Reading({"vehicle_position": pa.Table.from_pylist(rows)}), received_at)


def ask(store: Store, view: str, hours: float = 30, midnight: datetime = MIDNIGHT, window_s: int = 108_000) -> list[Row]:
    """A day's window takes longer than a wall would wait, where other tests run beside it."""
    return list(store.ask(Ticket(view, {"window_s": str(window_s)}, midnight + timedelta(hours=hours)), PATIENT_S).to_pylist())


def found(store: Store, midnight: datetime = MIDNIGHT) -> dict[tuple[str, int], float]:
    """Vehicle and stop sequence of each visit: second of the service day."""
    rows = ask(store, "stop_visit", midnight=midnight)
    assert len({(row["vehicle_id"], row["stop_sequence"]) for row in rows}) == len(rows)
    return {(row["vehicle_id"], row["stop_sequence"]): (row["actual_time"] - midnight).total_seconds() for row in rows}


def calls(driven: Iterable[Run]) -> set[tuple[str, int]]:
    return {(f"bus {run.trip}", n) for run in driven for n in range(1, len(run.stops) + 1)}


def errors(driven: Iterable[Run], seen: dict[tuple[str, int], float]) -> dict[tuple[str, int], float]:
    """Of each call seen, seconds from when the bus left; at the last stop from when it was there."""
    wrong = {}
    for run in driven:
        for n, (came, left) in enumerate(run.calls, 1):
            at = seen.get((f"bus {run.trip}", n))
            if at is not None:
                wrong[run.trip, n] = at - (min(max(at, came), left) if n == len(run.calls) else left)
    return wrong


def off(driven: Iterable[Run], seen: dict[tuple[str, int], float]) -> dict[tuple[str, int], float]:
    """Calls told at another time than it was."""
    return {call: error for call, error in errors(driven, seen).items() if abs(error) > SLACK_S}
