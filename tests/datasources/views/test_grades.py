"""Grades of road segments by either family of bands, and corridors over them."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading

NOW = datetime(2026, 3, 2, 4)
# class, speed, free-flow speed -> grade by ratio, grade and level by speed
CASES = [
    ("expressway", 66, 80, 1, 1, 1), ("expressway", 65, 80, 1, 1, 2), ("expressway", 50, 80, 2, 2, 3), ("expressway", 35, 80, 3, 3, 4),
    ("expressway", 20, 80, 4, 4, 5), ("arterial", 40, 60, 2, 1, 2), ("arterial", 30, 60, 3, 2, 3), ("arterial", 20, 60, 3, 3, 4),
    ("arterial", 15, 60, 4, 4, 5), ("minor", 36, 40, 1, 1, 1), ("minor", 25, 40, 2, 2, 3), ("minor", 10, 40, 4, 4, 5),
    (None, 25, 40, 2, 2, 3), ("lane", 36, 40, 1, 1, 1),
]  # fmt: skip


def town(settings: dict[str, float], folders: list[Path]) -> Store:
    """A segment a case, each a kilometre and heard once, and one never heard of."""
    store = Store(None, Place("Asia/Shanghai", settings=settings), clock=lambda: NOW)
    assert store.load_views(folders) == []
    segments = [
        {"segment_id": f"S{n}", "road_class": case[0], "free_flow_kmh": float(case[2]), "length_m": 1000.0} for n, case in enumerate(CASES)
    ]
    speeds = [
        {"segment_id": f"S{n}", "speed_kmh": float(case[1]), "event_time": NOW - timedelta(seconds=60)} for n, case in enumerate(CASES)
    ]
    store.land("roads", reading("road_segment", [*segments, {"segment_id": "silent", "length_m": 1000.0}]), None)
    store.land("speeds", reading("segment_speed", speeds), None)
    return store


def ask(store: Store, view: str, **parameters: str) -> list[dict[str, Any]]:
    return list(store.ask(Ticket(view, parameters, NOW)).to_pylist())


def grades(store: Store) -> dict[str, tuple[int, int | None]]:
    return {row["segment_id"]: (row["grade"], row["level"]) for row in ask(store, "road_grades")}


def test_by_ratio() -> None:
    with town({}, [STANDARD]) as store:
        found = grades(store)
    assert found == {f"S{n}": (case[3], None) for n, case in enumerate(CASES)} | {"silent": (0, None)}


def test_by_speed_each_class_has_its_own_bands() -> None:
    with town({"grade_by_speed": 1}, [STANDARD]) as store:
        found = grades(store)
        congested = ask(store, "congested_km_measure")[0]
    assert found == {f"S{n}": case[4:] for n, case in enumerate(CASES)} | {"silent": (0, None)}
    assert congested["value"] == pytest.approx(sum(case[5] >= 4 for case in CASES))


def test_a_city_has_its_own_bands(tmp_path: Path) -> None:
    own = (STANDARD / "traffic" / "grade_bands.sql").read_text("utf-8").replace("65 AS free_kmh, 50 AS", "95 AS free_kmh, 60 AS")
    (tmp_path / "grade_bands.sql").write_text(own, "utf-8")
    with town({"grade_by_speed": 1}, [STANDARD, tmp_path]) as store:
        assert grades(store)["S0"] == (1, 2)


def test_a_corridor_adds_up_its_segments() -> None:
    with town({}, [STANDARD]) as store:
        rows = [
            {"corridor_id": "C", "name_zh": "甲", "name_en": "A", "direction": "eastbound", "sequence": n, "segment_id": segment}
            for n, segment in enumerate(("S3", "S0", "silent"), 1)
        ]
        store.land("corridors", reading("corridor_segment", rows), None)
        corridor = ask(store, "corridors")[0]
        places = sorted(ask(store, "corridor_place"), key=lambda row: row["sequence"])
    assert [place["start_m"] for place in places] == [0, 1000, 2000]
    hours = 1 / 35 + 1 / 66
    assert (corridor["ratio"], corridor["speed_kmh"]) == (pytest.approx(hours * 40), pytest.approx(2 / hours))
    assert (corridor["coverage"], corridor["congested_km"]) == (pytest.approx(2 / 3), 1)
