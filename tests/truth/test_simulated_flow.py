"""Flow of the simulated city, from what its detectors send, against the simulation: kilometres, hours, and who is out of order."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.readers.formats import read_feed
from datasources.store import Store
from simulator import detectors, rows, truth
from simulator.city import City
from tests.datasources.feeds import spec
from tests.datasources.rows import reading

YANTAI = Path(__file__).parents[2] / "cities" / "yantai"
MOMENT = datetime(2026, 11, 24, 1)  # 09:00
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def city() -> City:
    return City(YANTAI)


@pytest.fixture(scope="module")
def store(city: City) -> Iterator[Store]:
    """An hour and ten minutes of the feed, through the city's own mapping; told at once which detectors to believe."""
    known, mapping = city.detectors, (YANTAI / "mappings" / "detector_reading.sql").read_text("utf-8")
    feed = spec(format="json", table="detector_reading", optional=("averageVehicleSpeed",))
    with Store(None, Place("Asia/Shanghai"), clock=lambda: MOMENT) as opened:
        assert opened.load_views([STANDARD]) == []
        facts = zip(known.roads.tolist(), known.length_m.tolist(), known.free_flow.tolist(), strict=True)
        roads = [{"segment_id": key, "length_m": length, "free_flow_kmh": free} for key, length, free in facts]
        opened.land("roads", reading("road_segment", roads), MOMENT - 90 * MINUTE)
        facts = zip(known.ids.tolist(), known.roads.tolist(), known.lanes.tolist(), strict=True)
        placed = [{"detector_id": key, "segment_id": road, "lanes": lanes} for key, road, lanes in facts]
        opened.land("detectors", reading("detector", placed), MOMENT - 90 * MINUTE)
        for back in range(70, -1, -1):
            at = MOMENT - back * MINUTE
            now = at.replace(tzinfo=UTC).timestamp()
            data = detectors.as_observed(rows.readings(city, now), now)
            opened.land("flows", read_feed(data, feed, mapping, at), at)
        opened.record_kpis(MOMENT)
        yield opened


def ask(store: Store, view: str) -> list[dict[str, Any]]:
    return list(store.ask(Ticket(view, as_of=MOMENT + timedelta(seconds=1))).to_pylist())


def test_those_out_of_order_are_found_and_no_other(store: Store, city: City) -> None:
    wrong = detectors.broken(city.detectors, city.pattern.day(MOMENT.replace(tzinfo=UTC).timestamp()))
    told = {row["detector_id"]: row["cause"] for row in ask(store, "detector_doubt")}
    names = {"zero": "zero", "stuck": "constant", "silent": "no_data"}
    assert told == {key: names[cause] for cause, hit in wrong.items() for key in city.detectors.ids[hit].tolist()}
    assert set(told.values()) == set(names.values())


def test_kilometres_and_hours_of_all_that_passed(store: Store, city: City) -> None:
    """What the good ones counted, over their share of the road, within 2 %; the speed of all of it within 1 %."""
    true = truth.flow(city, MOMENT.replace(tzinfo=UTC).timestamp())
    kilometres, hours, speed = (ask(store, f"{kpi}_measure")[0] for kpi in ("traffic_km", "traffic_hours", "network_speed"))
    print(f"ours {kilometres['value']:.0f} veh-km at {kilometres['coverage']:.3f}, the simulation {true['vehicle_km']:.0f}")
    assert 0.9 < kilometres["coverage"] < 1
    assert kilometres["value"] / kilometres["coverage"] == pytest.approx(true["vehicle_km"], rel=0.02)
    assert hours["value"] / hours["coverage"] == pytest.approx(true["vehicle_h"], rel=0.02)
    assert speed["value"] == pytest.approx(true["vehicle_km"] / true["vehicle_h"], rel=0.01)
