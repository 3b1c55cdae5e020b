"""The bottlenecks of the simulated city's morning, from the speeds that it sends, against its own speeds without noise or gaps."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from simulator import rows
from simulator.city import City
from tests.datasources.rows import reading
from tests.truth.recorded import CITIES

YANTAI = CITIES.parents[1] / "cities" / "yantai"
BEGIN, STEPS = datetime(2026, 11, 23, 22), 48  # 06:00 to 10:00
FIVE = timedelta(minutes=5)
Active = dict[tuple[str, int], set[int]]  # corridor and place: its five minutes


@pytest.fixture(scope="module")
def city() -> City:
    return City(YANTAI)


@pytest.fixture(scope="module")
def corridors(city: City) -> dict[str, list[tuple[int, int]]]:
    """Places and segments by number."""
    number, found = {key: n for n, key in enumerate(rows.segment_ids(city).tolist())}, dict[str, list[tuple[int, int]]]()
    for line in (YANTAI / "network" / "corridors.csv").read_text("utf-8").splitlines()[1:]:
        key, *_, place, segment, _ = line.split(",")
        found.setdefault(key, []).append((int(place), number[segment]))
    return found


@pytest.fixture(scope="module")
def true(city: City, corridors: dict[str, list[tuple[int, int]]]) -> Active:
    """The rule on the speeds themselves."""
    moments = [(BEGIN + n * FIVE + FIVE / 2).replace(tzinfo=UTC).timestamp() for n in range(STEPS)]
    relative = np.array([city.segment_speeds(at) for at in moments]) / city.roads.free_flow
    found: Active = {}
    for key, places in corridors.items():
        along = relative[:, [segment for _, segment in places]]
        hits = (along[:, :-1] < 0.5) & (along[:, 1:] - along[:, :-1] >= 0.333)
        for column in range(hits.shape[1]):
            starts = [k for k in range(-6, STEPS - 6) if hits[max(k, 0) : k + 7, column].sum() >= 5]
            if active := {n for k in starts for n in range(max(k, 0), k + 7)}:
                found[key, places[column][0]] = active
    return found


@pytest.fixture(scope="module")
def told(city: City) -> Iterator[Active]:
    length, free, ids = city.network.segments.length_m.tolist(), city.roads.free_flow.tolist(), rows.segment_ids(city).tolist()
    with Store(None, Place("Asia/Shanghai")) as store:
        assert store.load_views([STANDARD]) == []
        roads = [{"segment_id": key, "length_m": m, "free_flow_kmh": v} for key, m, v in zip(ids, length, free, strict=True)]
        store.land("roads", reading("road_segment", roads), None)
        lines = [line.split(",") for line in (YANTAI / "network" / "corridors.csv").read_text("utf-8").splitlines()[1:]]
        placed = [{"corridor_id": line[0], "sequence": int(line[-3]), "segment_id": line[-2]} for line in lines]
        store.land("corridors", reading("corridor_segment", placed), None)
        for minute in range(0, 5 * STEPS, 2):
            at = BEGIN + timedelta(minutes=minute)
            said = rows.segments(city, at.replace(tzinfo=UTC).timestamp())
            columns = (said[name].tolist() for name in ("segment_id", "speed_kmh", "imputed"))
            sent = [{"segment_id": s, "speed_kmh": v, "imputed": i, "event_time": at} for s, v, i in zip(*columns, strict=True)]
            store.land("speeds", reading("segment_speed", sent), None)
        found: Active = {}
        for row in store.ask(Ticket("bottleneck_active", as_of=BEGIN + STEPS * FIVE)).to_pylist():
            if row["event_time"] >= BEGIN:
                found.setdefault((row["corridor_id"], row["sequence"]), set()).add((row["event_time"] - BEGIN) // FIVE)
        yield found


def test_where_and_when(true: Active, told: Active) -> None:
    """Nearly all of the minutes, and nearly nothing else: 5 % noise and gaps decide those at the threshold."""
    minutes, ours = ({(*key, n) for key, active in known.items() for n in active} for known in (true, told))
    found, right = len(minutes & ours) / len(minutes), len(minutes & ours) / len(ours)
    print(f"{len(true)} bottlenecks, {len(told)} told; {found:.0%} of their time found, {right:.0%} of what is told is so")
    assert len(true) >= 3
    assert found > 0.8 and right > 0.8


def test_the_longest_is_found(true: Active, told: Active) -> None:
    longest = max(true, key=lambda key: len(true[key]))
    assert abs(len(told[longest]) - len(true[longest])) <= 2
