"""Bus KPIs of a simulated city, heard through the real readers, against the truth that the simulator keeps aside."""

from collections.abc import Callable
from contextlib import closing
from functools import cache
from typing import Any

import pytest

from simulator import truth
from simulator.city import City
from tests.truth.simulated import NOW, heard, measured, small_city

KPIS = ("bus_on_time", "bus_ewt", "bus_service_delivered", "bus_run_time", "bus_ghost_trips")
Measured = Callable[[str], dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> City:
    return small_city(tmp_path_factory.mktemp("town") / "city")


@pytest.fixture(scope="module")
def told(town: City) -> Measured:
    """What the wall measures when positions have this fault."""

    @cache
    def ask(fault: str) -> dict[str, dict[str, Any]]:
        with closing(heard(town, fault)) as store:
            return measured(store, *KPIS)

    return ask


# Errors allowed in points of the on-time share and in seconds of excess wait. Whether a trip ran is exact even when a twentieth of the
# reports is lost, times are told up to 30 s late and positions scatter by 20 m, all at once.
@pytest.mark.parametrize(("fault", "points", "seconds"), [("", 1.0, 5.0), ("drop:0.05 jitter noise", 2.5, 10.0)], ids=["clean", "faults"])
def test_the_wall_tells_the_truth(town: City, told: Measured, fault: str, points: float, seconds: float) -> None:
    found, service = told(fault), truth.service(town, NOW)
    assert found["bus_on_time"]["value"] == pytest.approx(truth.on_time(town, NOW)["share"], abs=points)
    assert 60 * found["bus_ewt"]["value"] == pytest.approx(60 * truth.excess_wait_min(town, NOW), abs=seconds)
    assert (found["bus_service_delivered"]["numerator"], found["bus_service_delivered"]["denominator"]) == (
        service["run"],
        service["planned"],
    )


def test_cancelled_trips_are_told_from_lost_ones(town: City, told: Measured) -> None:
    completed, running, cancelled, lost, no_data = map(int, told("")["bus_service_delivered"]["sample"].split("/"))
    service = truth.service(town, NOW)
    assert (completed + running, cancelled, no_data) == (service["run"], service["cancelled"], 0)
    assert lost == service["planned"] - service["run"] - service["cancelled"]
