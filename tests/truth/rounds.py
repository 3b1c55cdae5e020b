"""One bus on its block's rounds of a ring, standing at the ring's end between them, and through a round that it does not drive."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from datasources.reading import Reading
from tests.truth.driven import DAY, MIDNIGHT, Row
from tests.truth.tracks import EVERY_S, Place, Run, degrees, runs, timetable

FIRST_S, ROUNDS, MISSED, APART_S = 8 * 3600, 4, 2, 1200


def rounds() -> list[Run]:
    """Every twenty minutes; each is later than the one before."""
    model = next(run for run in runs(FIRST_S, lines=["ring"]))
    return [_at(model, n, APART_S * n, 60 * n) for n in range(ROUNDS)]


def _at(model: Run, number: int, planned_s: int, late_s: int) -> Run:
    later = planned_s + late_s
    return Run(
        model.line, model.direction, number, [second + planned_s for second in model.planned],
        [(a + later, b + later) for a, b in model.calls], [(second + later, place) for second, place in model.track],
    )  # fmt: skip


def place(second: int, driven: list[Run]) -> Place:
    """Of the bus: on its round, else at the ring's end."""
    run = next((run for run in driven if run.track[0][0] < second <= run.track[-1][0]), None)
    return run.place(second) if run else driven[0].track[0][1]


def told(driven: list[Run]) -> Iterator[Row]:
    """Where it is every five seconds, a few metres off, under its block alone."""
    random = Random(3)
    for second in range(FIRST_S - 300, int(driven[-1].track[-1][0]) + 600, EVERY_S):
        east, north = (metre + random.gauss(0, 3) for metre in place(second, driven))
        latitude, longitude = degrees((east, north))
        at = MIDNIGHT + timedelta(seconds=second)
        yield {"event_time": at, "vehicle_id": "bus", "block_id": "ring", "latitude": latitude, "longitude": longitude}


def one_block() -> Reading:
    """The timetable: all rounds are one bus's work."""
    reading = timetable(rounds(), (DAY, DAY))
    trips = reading.tables["gtfs_trip"]
    block = trips.schema.get_field_index("block_id")
    reading.tables["gtfs_trip"] = trips.set_column(block, "block_id", [["ring"] * len(trips)])
    return reading
