"""Bus KPIs against plain Python on small random towns, and what must hold whatever the town."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store
from tests.truth import opinion, waiting
from tests.truth.town import LATITUDE, LONGITUDE, ZONE, Town

KINDS = ("", "departure", "timepoint", "stop", "arrival")
SUMS = (
    "bus_on_time", "bus_service_delivered", "bus_departure_on_time", "bus_arrival_on_time", "bus_first_last_on_time",
    "bus_headway_adherence", "bus_run_time", "bus_dwell_share", "bus_excess_trip_time",
    "bus_ghost_trips", "bus_pull_out", "bus_bunching", "bus_gaps",
)  # fmt: skip
HALF = LONGITUDE + 0.0145  # between the third stop and the fourth
BOX = '{"type": "Polygon", "coordinates": [[[%f, 36], [%f, 36], [%f, 39], [%f, 39], [%f, 36]]]}'


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Two districts, west and east of a line through every town."""
    with Store(None, Place(timezone=ZONE)) as opened:
        assert opened.load_views([STANDARD]) == []
        halves = [
            {"district_id": name, "name_zh": name, "name_en": name, "geometry": BOX % (west, east, east, west, west)}
            for name, west, east in (("W", 120.0, HALF), ("E", HALF, 123.0))
        ]
        opened.land("districts", Reading({"district": pa.Table.from_pylist(halves)}), None)
        yield opened


@pytest.fixture(scope="module")
def days() -> Iterator[datetime]:
    return (datetime(2026, 3, 2) + timedelta(days=n) for n in range(1, 10_000))


def measures(store: Store, kpis: Iterable[str], town: Town, scope: str | None = None) -> dict[str, dict[str, Any]]:
    """What each KPI measures, before it is judged."""
    names = {f"{kpi}_measure": kpi for kpi in kpis}
    snapshot = store.snapshot(list(names), town.as_of, scope, live=False)
    assert snapshot.failed == {}
    return {kpi: snapshot.rows(name)[0] for name, kpi in names.items()}


def settle(store: Store, town: Town, seed: int) -> tuple[opinion.Windows, set[str]]:
    """Land the town with random on-time windows and some of its lost trips cancelled: both."""
    random = Random(seed + 1)
    windows = {
        (random.choice(["", *town.lines]), random.choice(KINDS)): (float(random.randint(0, 120)), float(random.randint(60, 400)))
        for _ in range(random.randint(0, 4))
    }
    lost = sorted({v.trip for v in town.visits if v.actual is None})
    cancelled = {trip for trip in lost if random.random() < 0.5}
    store.land("timetable", town.timetable(), None)
    store.land("windows", window_rows(windows), None)
    store.land("positions", town.positions(), None)
    told = [
        {
            "event_time": town.as_of - timedelta(minutes=90),
            "trip_id": trip,
            "schedule_relationship": "CANCELED",
            "start_date": f"{town.day:%Y%m%d}",
        }
        for trip in cancelled
    ]
    if told:
        store.land("updates", Reading({"trip_update": pa.Table.from_pylist(told)}), None)
    return windows, cancelled


def window_rows(windows: opinion.Windows) -> Reading:
    """One that fits nothing stands for none: a feed without rows would change nothing."""
    rows = [{"route_id": "none", "stop_type": "stop", "early_s": 0.0, "late_s": 0.0}]
    rows += [{"route_id": line, "stop_type": kind, "early_s": e, "late_s": late} for (line, kind), (e, late) in windows.items()]
    return Reading({"on_time_window": pa.Table.from_pylist(rows)})


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_bus_kpis(store: Store, days: Iterator[datetime], seed: int) -> None:
    town = Town(seed, next(days))
    assume(town.forward())
    windows, cancelled = settle(store, town, seed)
    wanted = {
        "bus_on_time": opinion.on_time(town, windows),
        "bus_service_delivered": opinion.service(town, cancelled),
        "bus_departure_on_time": opinion.ends_on_time(town, windows, cancelled, 0),
        "bus_arrival_on_time": opinion.ends_on_time(town, windows, cancelled, -1),
        "bus_headway_adherence": waiting.adherence(town, cancelled),
        "bus_run_time": opinion.run_times(town),
    }
    whole = measures(store, (*SUMS, "bus_headway_cv", "bus_ewt"), town)
    assert {kpi: (whole[kpi]["numerator"] or 0, whole[kpi]["denominator"] or 0) for kpi in wanted} == wanted
    cv = waiting.variation(town, cancelled)
    assert whole["bus_headway_cv"]["value"] == (pytest.approx(cv, abs=1e-9) if cv is not None else None)
    wait = waiting.excess_min(town, cancelled)
    assert whole["bus_ewt"]["value"] == (pytest.approx(wait, abs=1e-9) if wait is not None else None)
    halves = [measures(store, SUMS, town, scope) for scope in ("W", "E")]
    for kpi in SUMS:
        for part in ("numerator", "denominator"):
            assert sum(half[kpi][part] or 0 for half in halves) == pytest.approx(whole[kpi][part] or 0), (kpi, part)
    for row in store.ask(Ticket("bus_on_time_rows", as_of=town.as_of)).to_pylist():
        asked = {"route": row["route_id"], "direction": str(row["direction_id"])}
        visits = [visit["punctuality"] for visit in store.ask(Ticket("visit_rows", asked, town.as_of)).to_pylist()]
        assert len(visits) == row["denominator"], "down to the rows that were counted"
        assert [visits.count(said) for said in ("on_time", "early", "late")] == [row["numerator"], row["early"], row["late"]]
    league = {row["district_id"]: row for row in store.ask(Ticket("bus_on_time_districts", as_of=town.as_of)).to_pylist()}
    for name, half in zip(("W", "E"), (half["bus_on_time"] for half in halves), strict=True):
        row = league.get(name, {"numerator": 0, "denominator": 0, "value": None, "coverage": 0})
        assert (row["numerator"], row["denominator"]) == (half["numerator"] or 0, half["denominator"] or 0)
        enough = row["denominator"] >= 5 and row["coverage"] >= 0.5
        assert row["value"] == (pytest.approx(100 * row["numerator"] / row["denominator"]) if enough else None)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32), wider=st.floats(0, 200), later=st.floats(0, 200))
def test_a_wider_window_never_lowers_the_share(store: Store, days: Iterator[datetime], seed: int, wider: float, later: float) -> None:
    town = Town(seed, next(days))
    assume(town.forward())
    windows, _ = settle(store, town, seed)
    kpis = ("bus_on_time", "bus_departure_on_time", "bus_arrival_on_time", "bus_first_last_on_time", "bus_pull_out")
    narrow = measures(store, kpis, town)
    everywhere = {(line, kind): opinion.window(windows, line, kind) for line in ("", *town.lines) for kind in KINDS[1:]}
    store.land("windows", window_rows({key: (e + wider, late + later) for key, (e, late) in everywhere.items()}), None)
    for kpi, wide in measures(store, kpis, town).items():
        assert wide["denominator"] == narrow[kpi]["denominator"]
        assert wide["numerator"] >= narrow[kpi]["numerator"]


def test_the_town_reaches_into_both_halves() -> None:
    town = Town(1, datetime(2026, 3, 2))
    assert town.place_of(town.lines[0], 3)[1] < HALF < town.place_of(town.lines[0], 4)[1]
    assert town.place_of(town.lines[0], 1) == (LATITUDE, LONGITUDE)
