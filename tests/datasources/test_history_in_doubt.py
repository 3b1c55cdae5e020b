"""What was in doubt on earlier days counts as none, also where they were recorded elsewhere: they are asked about every twenty minutes."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from tests.datasources.rows import reading

FIVE = timedelta(minutes=5)
MONDAY, WEDNESDAY = datetime(2026, 3, 9, 7, 40), datetime(2026, 3, 11, 7, 40)  # in London; off the peak from nine on
VIEWS = (
    *(f"feed/{view}" for view in ("day_type", "compared_day")),
    *(
        f"traffic/{view}"
        for view in ("free_flow", "segment_doubted", "diagnosis_hours", "health_interval", "segment_health_now", "speed_feed_now")
    ),
    *(f"traffic/flow/{view}" for view in ("detector_known", "detector_interval", "detector_feed_now", "detector_diagnosis_now")),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Three hours of two days: on the first one S is stuck at 150 km/h."""
    views = tmp_path_factory.mktemp("views")
    for view in VIEWS:
        shutil.copy(STANDARD / f"{view}.sql", views)
    with Store(None, Place("Europe/London"), clock=lambda: WEDNESDAY + timedelta(hours=3)) as opened:
        assert opened.load_views([views]) == []
        opened.land("roads", reading("road_segment", [{"segment_id": segment, "length_m": 500.0} for segment in "ST"]), None)
        for at in (day + step * FIVE for day in (MONDAY, WEDNESDAY) for step in range(36)):
            told = {"S": 150.0 if at < WEDNESDAY else 60.0 + at.minute % 4, "T": 50.0 + at.minute % 4}
            opened.land(
                "speeds", reading("segment_speed", [{"segment_id": s, "event_time": at, "speed_kmh": v} for s, v in told.items()]), None
            )
        opened.backfill_kpis(MONDAY, WEDNESDAY + timedelta(hours=3), seconds=60)
        yield opened


def ask(store: Store, view: str) -> list[dict[str, Any]]:
    return list(store.ask(Ticket(view, {}, WEDNESDAY + timedelta(hours=3))).to_pylist())


def test_all_five_minutes_of_a_past_day(store: Store) -> None:
    """From the first moment that is asked of after ten times the same."""
    stuck = {row["event_time"] for row in ask(store, "segment_doubted") if row["segment_id"] == "S"}
    assert stuck == {MONDAY + step * FIVE for step in range(12, 40)}


def test_free_flow_is_not_learned_from_what_was_stuck(store: Store) -> None:
    assert {row["segment_id"]: row["free_flow_kmh"] for row in ask(store, "free_flow")} == pytest.approx({"S": 63, "T": 53})
