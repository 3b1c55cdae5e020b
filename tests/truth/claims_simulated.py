"""The simulated city, heard through the real readers, against the truth that the simulator keeps aside."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.store import Store
from simulator import rows, truth
from simulator.city import City
from simulator.clock import Pattern
from tests.datasources.rows import reading
from tests.truth import morning
from tests.truth.claim import Claim
from tests.truth.simulated import NOW, YANTAI, heard, measured, small_city

MOMENT = datetime(2026, 11, 24, 0, 30)
FAULTS = "drop:0.05 jitter noise"


def claims() -> Iterator[Claim]:
    yield from buses("Simulated buses", "", points=1, seconds=5)
    # a twentieth of the reports lost, told up to 30 s late, scattered by 20 m, all at once
    yield from buses("Simulated buses, faults", FAULTS, points=2.5, seconds=10)
    for hour, shift in (("08:30", 0), ("13:30", 5)):  # 4 % of the segments unseen, 3 % filled in, noise of 5 % either way
        yield Claim("Simulated roads", f"delay index at {hour}", partial(simulated_index, shift), 0.01, partial(our_index, shift))
    yield from incidents()


def buses(source: str, fault: str, points: float, seconds: float) -> Iterator[Claim]:
    """Whether a trip ran is exact, whatever the faults."""
    on_time = partial(value, "bus_on_time", fault)
    yield Claim(source, "stop visits within -60..+300 s", lambda: truth.on_time(town(), NOW)["share"], points, lambda _: on_time(), "%")
    wait = partial(value, "bus_ewt", fault)
    yield Claim(source, "excess wait", lambda: 60 * truth.excess_wait_min(town(), NOW), seconds, lambda _: 60 * wait(), "s")
    for n, what in enumerate(("that ran", "that were cancelled", "that were lost", "without data")):
        yield Claim(source, f"trips {what}", partial(planned, n), 0, partial(told_of_trips, fault=fault, which=n))


def incidents() -> Iterator[Claim]:
    """Of a Tuesday morning's, after six working days."""
    yield Claim(
        "Simulated roads", "incidents that were detected", lambda: morning.detected().incidents, 1, lambda _: morning.detected().found
    )
    yield Claim("Simulated roads", "segments suspected elsewhere: false-alarm rate", 0, 0.2, lambda _: false_rate(), "%")
    yield Claim("Simulated roads", "median time to detect", 600, 300, lambda _: morning.detected().median_s, "s")


@cache
def town() -> City:
    with TemporaryDirectory() as folder:
        return small_city(Path(folder) / "city")


@cache
def told(fault: str) -> dict[str, dict[str, Any]]:
    """What the wall measures when positions have this fault."""
    with closing(heard(town(), fault)) as store:
        return measured(store, "bus_on_time", "bus_ewt", "bus_service_delivered")


def value(kpi: str, fault: str) -> float:
    return float(told(fault)[kpi]["value"])


def told_of_trips(_: object, fault: str, which: int) -> int:
    completed, running, cancelled, lost, no_data = map(int, told(fault)["bus_service_delivered"]["sample"].split("/"))
    return (completed + running, cancelled, lost, no_data)[which]


def planned(which: int) -> int:
    service = truth.service(town(), NOW)
    ran, cancelled = service["run"], service["cancelled"]
    return (ran, cancelled, service["planned"] - ran - cancelled, 0)[which]


def our_index(hour_shift: int, _: object) -> float:
    return delay_index(hour_shift)[0]


def simulated_index(hour_shift: int) -> float:
    return delay_index(hour_shift)[1]


def false_rate() -> float:
    """%."""
    return 100 * morning.detected().false / morning.detected().looked_at


@cache
def delay_index(hour_shift: int) -> tuple[float, float]:
    """The wall's, from the speeds that the simulated city sends, and the simulation's own."""
    city = City(YANTAI, pattern=Pattern(3600.0 * hour_shift))
    ids = rows.segment_ids(city).tolist()
    minutes = [MOMENT - timedelta(minutes=back) for back in range(5)]
    with closing(Store(None, Place("Asia/Shanghai"), clock=lambda: MOMENT)) as store:
        assert store.load_views([STANDARD]) == []
        lengths, free = city.network.segments.length_m.tolist(), city.roads.free_flow.tolist()
        roads = [{"segment_id": key, "length_m": m, "free_flow_kmh": kmh} for key, m, kmh in zip(ids, lengths, free, strict=True)]
        store.land("roads", reading("road_segment", roads), None)
        for at in minutes:
            said = rows.segments(city, at.replace(tzinfo=UTC).timestamp())
            columns = (said[name].tolist() for name in ("segment_id", "speed_kmh", "imputed"))
            sent = [{"segment_id": s, "speed_kmh": v, "imputed": i, "event_time": at} for s, v, i in zip(*columns, strict=True)]
            store.land("speeds", reading("segment_speed", sent), None)
        ours = store.ask(Ticket("delay_index", as_of=MOMENT)).to_pylist()[0]
    assert ours["coverage"] > 0.9
    return float(ours["value"]), float(np.mean([truth.delay_index(city, at.replace(tzinfo=UTC).timestamp()) for at in minutes]))
