"""A motorway of a traffic simulator that loses a lane, put in by config alone: the bottleneck is there, then, and nowhere else."""

from datetime import datetime, timedelta

import pytest

from tests.truth.recorded import CITIES, land

CITY = "sumo-motorway"
MIDNIGHT = datetime(2026, 3, 30, 23)  # in London
FASTEST_KMH, SLOW_KMH, DROP_KMH = 112.64, 64.4, 32.2


def told(name: str) -> dict[tuple[datetime, str], float]:
    """SUMO's own speeds (km/h), by when the interval began and edge."""
    lines = (CITIES / CITY / name / "edges.csv").read_text(encoding="utf-8").splitlines()[1:]
    cells = (line.split(";") for line in lines)
    return {(MIDNIGHT + timedelta(seconds=int(begin)), edge): 3.6 * float(speed) for begin, _, edge, speed in cells if speed}


@pytest.mark.parametrize(("name", "minutes"), [("five", 5), ("quarters", 15)])
def test_the_lane_that_ends_is_the_only_bottleneck(name: str, minutes: int) -> None:
    """The car that stands for a quarter of an hour is none, nor what it held back as that comes to m8 after ten.

    A bottleneck lasts up to two five minutes longer either way than its drops.
    """
    speeds, town = told(name), land(CITY, CITIES / CITY / name)
    morning = [at for at, edge in speeds if edge == "m8" and at < MIDNIGHT + timedelta(hours=10)]
    drops = [at for at in morning if speeds[at, "m8"] < SLOW_KMH and speeds[at, "m9"] - speeds[at, "m8"] >= DROP_KMH]
    (found,) = town.ask("bottlenecks", MIDNIGHT + timedelta(hours=11))
    assert (found["segment_id"], found["active_now"]) == ("m8", False)
    late = timedelta(minutes=10)
    assert min(drops) - late <= found["first_time"] <= min(drops)
    assert max(drops) + timedelta(minutes=minutes - 5) <= found["event_time"] <= max(drops) + timedelta(minutes=minutes - 5) + late
    town.store.close()


def test_cells_of_the_contour_are_the_edges_speeds() -> None:
    """Ratios up to 1.5, 2, 4 are grades 1, 2, 3; each five minutes of each edge is in one run."""
    town = land(CITY, CITIES / CITY / "five")
    grades: dict[tuple[datetime, str], int] = {}
    for run in town.ask("corridor_day", MIDNIGHT + timedelta(hours=11), corridor="M"):
        steps = round((run["until_time"] - run["from_time"]) / timedelta(minutes=5))
        grades |= {(run["from_time"] + n * timedelta(minutes=5), f"m{run['sequence']}"): run["grade"] for n in range(steps)}
    assert grades == {key: 1 + sum(FASTEST_KMH / speed >= bound for bound in (1.5, 2, 4)) for key, speed in told("five").items()}
    town.store.close()
