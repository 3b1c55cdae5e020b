"""Small recorded files land in groups: the same rows, ledger and figures as one by one, all of a group or none."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from datasources.catalogue.library import STANDARD
from datasources.deriving.derived import derive
from datasources.reading import Reading
from datasources.store import Store
from tests.conftest import YANTAI
from tests.datasources.rows import NOON, position, reading

FILES = 12
HELD = ("vehicle_position", "batch", "quarantine", "refused", "flag", "feed_table", "vehicle_hour", "track_5min", "stop_visit_candidate")
OWN = {"loaded_at", "arrived_at", "batch"}


def files() -> list[Reading]:
    """Snapshots thirty seconds apart; one has a bad row, one is bad as a whole, one comes twice."""
    made = [
        reading("vehicle_position", [position(f"v{v}", 30.0 * n, latitude=37.4 + 0.0005 * n + 0.01 * v) for v in range(6)])
        for n in range(FILES)
    ]
    places = [{"latitude": 37.4 if v else 0.0, "longitude": 121.4 if v else 0.0} for v in range(6)]
    made[3] = reading("vehicle_position", [position(f"v{v}", 90.0, **place) for v, place in enumerate(places)])
    made[5] = reading("vehicle_position", [position(f"v{v}", 150.0, latitude=0.0, longitude=0.0) for v in range(6)])
    return [*made, made[2]]


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    made = [Store(tmp_path / name / "city.duckdb", YANTAI, clock=lambda: NOON + timedelta(hours=1)) for name in ("one", "together")]
    for store in made:
        assert store.load_views([STANDARD]) == []
    yield made[0], made[1]
    for store in made:
        store.close()


def held(store: Store, table: str) -> list[tuple[Any, ...]]:
    with store._cursors.lend() as cursor:
        rows = cursor.sql(f"SELECT * FROM city.main.{table}").to_arrow_table().to_pylist()  # noqa: S608 - one of the names above
    over = [row for row in rows if table != "track_5min" or row["event_time"] == NOON]  # five minutes that go on are summed again
    return sorted(tuple(str(value) for name, value in row.items() if name not in OWN) for row in over)


def test_together_they_are_what_they_are_one_by_one(stores: tuple[Store, Store]) -> None:
    one, together = stores
    told = [one.land("buses", file, None, size=7) for file in files()]
    assert together.land_together("buses", [(file, 7) for file in files()]) == told
    assert [landed.outcome for landed in told].count("refused") == 1 and told[-1].outcome == "unchanged"
    for table in HELD:
        assert held(together, table) == held(one, table), table
    at = NOON + timedelta(seconds=30 * FILES)
    for view in ("vehicles", "bus_online"):
        said = [sorted(map(str, store.snapshot([view], at, live=True).rows(view))) for store in stores]
        assert said[0] == said[1] and said[0], view


def test_a_group_lands_once(stores: tuple[Store, Store]) -> None:
    store = stores[1]
    store.land_together("buses", [(file, 7) for file in files()[:4]])
    before = {table: held(store, table) for table in HELD}
    again = store.land_together("buses", [(file, 7) for file in files()[:4]])
    assert {landed.outcome for landed in again} == {"unchanged"}
    assert {table: held(store, table) for table in HELD} == before


def test_a_group_that_cannot_land_lands_one_by_one(stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails of it is told of the file that it is in, and costs the others nothing."""
    group = files()[:3]

    def fragile(cursor: Any, sifted: Any, first: Any, zone: Any) -> None:
        if any("v0" in part.rows["vehicle_id"].to_pylist() and part.rows.num_rows > 6 for part in sifted):
            cursor.execute("SELECT * FROM no_such_table")
        derive(cursor, sifted, first, zone)

    monkeypatch.setattr("datasources.intake.landing.derive", fragile)
    landed = stores[1].land_together("buses", [(file, 7) for file in group])
    assert [told.outcome for told in landed] == ["landed"] * 3 and not any(told.fault for told in landed)
    monkeypatch.undo()
    for file in group:
        stores[0].land("buses", file, None, size=7)
    for table in HELD:
        assert held(stores[1], table) == held(stores[0], table), table
