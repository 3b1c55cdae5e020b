"""What induction loops of a traffic simulator say, put in by config alone, against what else it says of the same minutes."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dashboard.commands.import_ import strangers
from tests.datasources.rows import reading
from tests.truth.recorded import CITIES, Recorded, land

BEGIN = datetime(2026, 3, 2, 15)  # 07:00 in Los Angeles; the simulation's second 0
AFTER = BEGIN + timedelta(hours=2, seconds=10)
LENGTH_M = 679.2


@pytest.fixture(scope="module")
def street() -> Iterator[Recorded]:
    found = land("sumo", Path())
    yield found
    found.store.close()


@pytest.fixture(scope="module")
def truth() -> list[dict[str, str]]:
    with (CITIES / "sumo" / "truth.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def total(truth: list[dict[str, str]], column: str) -> float:
    return sum(float(row[column]) for row in truth)


def test_everything_landed(street: Recorded) -> None:
    """Loops that saw nobody say -1 m/s: that is no fault."""
    assert (street.accepted("readings"), street.quarantined("readings").total(), street.refused) == (480, 0, {})


def test_five_minutes(street: Recorded, truth: list[dict[str, str]]) -> None:
    """Vehicles exactly, their harmonic mean speed to the rounding of two decimals of m/s: another loop counted the five minutes at once."""
    found: dict[tuple[datetime, str], list[dict[str, float]]] = defaultdict(list)
    for edge in {row["edge"] for row in truth}:
        for row in street.ask("detector_sums", AFTER, segment=edge):
            found[row["event_time"], edge].append(row)
    for row in truth:
        lanes = found[BEGIN + timedelta(seconds=int(row["begin"])), row["edge"]]
        assert sum(lane["flow"] for lane in lanes) == float(row["vehicles"])
        km, hours = (sum(lane[part] or 0 for lane in lanes) for part in ("vehicle_km", "vehicle_h"))
        if hours:
            assert km / hours == pytest.approx(3.6 * float(row["harmonic_ms"]), abs=0.04)


def test_vehicle_kilometres_of_the_hour(street: Recorded, truth: list[dict[str, str]]) -> None:
    """Against the way that all vehicles drove on these edges: a loop in the middle stands for the edge."""
    ours = street.row("traffic_km_measure", AFTER)
    assert ours["value"] == pytest.approx(total(truth, "vehicles") * LENGTH_M / 1000)
    assert ours["value"] == pytest.approx(total(truth, "distance_m") / 1000, rel=0.02)
    assert ours["coverage"] == pytest.approx(1.0)


def test_network_speed_of_the_hour(street: Recorded, truth: list[dict[str, str]]) -> None:
    """VMT / VHT of what passed the loops, below the mean of the vehicles' speeds.

    In the middle of a block nobody waits for the lights at its end: the way takes longer.
    """
    speeds = [(float(row["vehicles"]), 3.6 * float(row["harmonic_ms"]), 3.6 * float(row["speed_ms"])) for row in truth if row["speed_ms"]]
    vehicles = sum(count for count, _, _ in speeds)
    ours = street.row("network_speed_measure", AFTER)["value"]
    assert ours == pytest.approx(vehicles / sum(count / harmonic for count, harmonic, _ in speeds), abs=0.01)
    assert (
        3.6 * total(truth, "distance_m") / total(truth, "sampled_s")
        < ours
        < sum(count * mean for count, _, mean in speeds) / vehicles - 0.5
    )


def test_loops_alone_light_the_map(street: Recorded) -> None:
    assert all(row["grade"] == 1 for row in street.ask("road_grades", AFTER))
    assert street.row("road_coverage_measure", AFTER)["value"] == 100
    assert 1.0 < street.row("delay_index_measure", AFTER)["value"] < 1.5


def test_a_street_of_eight_loops_is_remembered_too(street: Recorded) -> None:
    """Eight rows a minute are all there is: its past is told as that of a city is."""
    first, last = BEGIN + timedelta(hours=1), BEGIN + timedelta(hours=2)
    assert street.store.backfill_kpis(first, last, seconds=600) == 0
    assert street.row("loop_health_measure", AFTER)["denominator"] == 8
    assert len(street.ask("kpi_trend", AFTER)) > 0


def test_loops_on_roads_that_nobody_knows_are_named(street: Recorded) -> None:
    """The last one: what lands here stays."""
    assert list(strangers(street.store)) == []
    stray = {"detector_id": "E3", "event_time": AFTER - timedelta(minutes=2), "interval_s": 60.0, "flow": 1.0}
    street.store.land("strays", reading("detector_reading", [stray]), None)
    assert list(strangers(street.store)) == ["strays: 1 of 1 segments are in no road_segment, as E3"]
