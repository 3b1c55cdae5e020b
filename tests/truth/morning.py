"""A morning of the simulated city with its incidents, and what incident detection (segment_suspect_now) makes of it."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store
from simulator import rows
from simulator.city import City
from simulator.incidents import Incident
from tests.datasources.rows import reading

FIVE = timedelta(minutes=5)
BEGIN, HOURS = datetime(2026, 11, 24), 2  # 08:00 on a Tuesday in Yantai
BEFORE = [BEGIN - timedelta(days=back) for back in (1, 4, 5, 6, 7, 8)]  # working days
YANTAI = Path(__file__).parents[2] / "cities" / "yantai"


class Detected(NamedTuple):
    """incidents: begun early enough to be found; looked_at: segments times moments; median_s: from the begin to the first flag."""

    incidents: int
    found: int
    false: int
    looked_at: int
    median_s: float


def epoch(moment: datetime) -> float:
    return moment.replace(tzinfo=UTC).timestamp()


class Morning:
    """Two hours of the simulated city, measured with noise, after the same hours of six working days. A part of the network: every
    segment that an incident touches, and two hundred more."""

    def __init__(self) -> None:
        self.city = City(YANTAI)
        self.ids = rows.segment_ids(self.city)
        self.incidents = rows.known_incidents(self.city, epoch(BEGIN), epoch(BEGIN + timedelta(hours=HOURS)))
        touched = np.concatenate([one.segments for one in self.incidents])
        self.kept = np.unique(np.concatenate([touched, np.random.default_rng(0).choice(len(self.ids), 200, replace=False)]))

    def roads(self) -> Reading:
        lengths, free = self.city.network.segments.length_m, self.city.roads.free_flow
        return reading("road_segment", [{"segment_id": self.ids[n], "length_m": lengths[n], "free_flow_kmh": free[n]} for n in self.kept])

    def speeds(self, begin: datetime) -> Reading:
        told = []
        for step in range(-5, 12 * HOURS + 5):
            at = begin + step * FIVE
            said = rows.segments(self.city, epoch(at))
            keep = np.isin(said["segment_id"], self.ids[self.kept])
            columns = (said[name][keep].tolist() for name in ("segment_id", "speed_kmh", "imputed"))
            told += [{"segment_id": s, "speed_kmh": v, "imputed": i, "event_time": at} for s, v, i in zip(*columns, strict=True)]
        return reading("segment_speed", told)

    def slowed(self, segment: str, at: datetime) -> bool:
        """By an incident now, or within the two five minutes looked at."""
        return any(
            one.started <= epoch(at) <= one.cleared + 600 + 900 for one in self.incidents if segment in self.ids[one.segments].tolist()
        )

    def found(self, one: Incident, flags: dict[datetime, set[str]]) -> float | None:
        """Seconds from its start to the first flag on a segment that it touches."""
        near = set(self.ids[one.segments].tolist())
        return next(
            (epoch(at) - one.started for at, said in flags.items() if said & near and one.started <= epoch(at) <= one.cleared), None
        )


@cache
def detected() -> Detected:
    morning = Morning()
    moments = [BEGIN + step * FIVE for step in range(1, 12 * HOURS)]
    with closing(Store(None, Place("Asia/Shanghai"), clock=lambda: BEGIN + timedelta(days=1))) as store:
        assert store.load_views([STANDARD]) == []
        store.land("roads", morning.roads(), None)
        for day in (*BEFORE, BEGIN):
            store.land("speeds", morning.speeds(day), None)
        flags = {at: flagged(store, at) for at in moments}
    begun = [one for one in morning.incidents if epoch(BEGIN) <= one.started <= epoch(moments[-1]) - 1200]
    delays = [delay for one in begun if (delay := morning.found(one, flags)) is not None]
    false = sum(not morning.slowed(segment, at) for at, said in flags.items() for segment in said)
    return Detected(len(begun), len(delays), false, len(moments) * len(morning.kept), float(np.median(delays)))


def flagged(store: Store, at: datetime) -> set[str]:
    return {row["segment_id"] for row in store.ask(Ticket("segment_suspect_now", as_of=at), seconds=30).to_pylist()}
