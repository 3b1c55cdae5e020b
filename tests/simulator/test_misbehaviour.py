"""Every fault that the simulated city makes on request, over HTTP into a real store: what the wall promises of it is what comes of it.

Moments are the simulator's and the coordinator's own, so that ten seconds pass when the test says so.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from datasources.answering.ticket import Ticket
from datasources.catalogue.library import STANDARD
from datasources.feed import FeedSpec
from datasources.fetching.fetch import fetch
from datasources.fetching.fetched import Fetched, Memory, Unchanged
from datasources.readers.formats import read_feed
from datasources.schedule.coordinator import Coordinator
from datasources.schedule.refresh import into, ledger
from datasources.store import Store
from simulator.city import City
from simulator.clock import Clock, Pattern, shift_to
from simulator.faults import MODES, SHARES, made
from simulator.server import Server, Service
from tests.conftest import ROOT, YANTAI
from tests.datasources.feeds import spec

STEP_S, GOOD = 10.0, 4
FLEET = 200


class StandingClock(Clock):
    """Moves only when told to."""

    def __init__(self) -> None:
        super().__init__()
        object.__setattr__(self, "at", 0.0)

    def now(self) -> float:
        return float(self.__dict__["at"])

    def stand(self, at: float) -> None:
        object.__setattr__(self, "at", at)


class Land:
    """The simulated city and a store that it lands in, a feed of its own for every fault."""

    def __init__(self) -> None:
        self.clock, now = StandingClock(), time.time()
        self.service = Service(City(ROOT / "cities" / "yantai", fleet_size=FLEET, pattern=Pattern(shift_to(8.5, now))), self.clock)
        self._server = Server("127.0.0.1", 0)
        self._server.service = self.service
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/gtfs-rt/vehicle_positions.pb"
        self.store = Store(None, YANTAI)
        assert self.store.load_views([STANDARD]) == []

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.store.close()

    def asked(self, sql: str, feed: str) -> list[tuple[Any, ...]]:
        return list(self.store._writer.execute(sql, [feed]).fetchall())


class Bus:
    """The feed of positions under one fault."""

    def __init__(self, land: Land, name: str) -> None:
        self.land, self.name, self._passed = land, name, 0.0
        self.spec = spec(name=name, url=land.url, deadline="2s", stale_after="30s", down_after="100s")
        self._coordinator = Coordinator(
            self.spec,
            self._fetch,
            lambda spec, got: read_feed(got.data, spec, None, got.received_at),
            into(land.store),
            ledger(land.store),
            monotonic=lambda: self._passed,
            clock=self._now,
        )
        self._began = time.time() - 1200
        limits = {f"{key}_s": getattr(self.spec, key) for key in ("every", "late_after", "stale_after", "down_after")}
        land.store.register_feeds([{"feed": name, "kind": "event", "bad_rows_degraded": 0.05, "demo": False, **limits}])
        land.service.clear()

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._began + self._passed, UTC).replace(tzinfo=None)

    def _fetch(self, spec: FeedSpec, memory: Memory) -> Fetched | Unchanged:
        return replace(fetch(spec, memory, Path()), received_at=self._now())

    def step(self, times: int = 1, seconds: float = STEP_S) -> None:
        """Some seconds and a try, so many times."""
        for _ in range(times):
            self._passed += seconds
            self.land.clock.stand(self._began + self._passed)
            self._coordinator.due = self._passed
            self._coordinator.kick()
            self._coordinator.wait(30)

    def pass_by(self) -> None:
        """Ten seconds without a try."""
        self._passed += STEP_S

    def misbehave(self, mode: str, share: str = "") -> None:
        self.land.service.add(made("positions", mode, share, "", self.land.clock.now()))

    @property
    def state(self) -> str:
        return str(self._told()["state"])

    @property
    def error(self) -> str:
        return self._told()["error"] or ""

    def _told(self) -> dict[str, Any]:
        (row,) = self.land.store.ask(Ticket("feed_status", as_of=self._now())).to_pylist()
        return dict(row)

    def batch(self) -> tuple[int, int, int, int]:
        """Of the newest: rows that came, accepted, of these held already, quarantined."""
        told = "SELECT rows_in, accepted, repeated, quarantined FROM batch WHERE feed = ? ORDER BY loaded_at DESC, received_at DESC LIMIT 1"
        a, b, c, d = self.land.asked(told, self.name)[0]
        return a, b, c, d

    def reasons(self) -> dict[str, int]:
        return dict(self.land.asked("SELECT reason, sum(rows)::INT FROM quarantine WHERE feed = ? GROUP BY 1", self.name))

    def latest(self) -> dict[str, Any]:
        return dict(self.land.asked("SELECT vehicle_id, event_time FROM hot.vehicle_latest WHERE feed = ?", self.name))


@pytest.fixture(scope="module")
def land() -> Iterator[Land]:
    made = Land()
    yield made
    made.close()


def well(bus: Bus) -> None:
    assert (bus.state, bus.error) == ("LIVE", "")


def lands(bus: Bus, share: float = 1.0, bad: float = 0.0) -> None:
    """Rows come, `share` of what came before; `bad` of them are set aside."""
    before = bus.batch()[0]
    bus.step()
    came, accepted, _, quarantined = bus.batch()
    assert came == accepted + quarantined
    assert came / before == pytest.approx(share, rel=0.15)
    assert quarantined / came == pytest.approx(bad, abs=0.04)


def drop(bus: Bus) -> None:
    lands(bus, 1 - SHARES["drop"])
    well(bus)
    bus.land.service.clear()
    bus.misbehave("drop", "0.9")
    refused(bus, "suspect_drop")


def duplicate(bus: Bus) -> None:
    lands(bus, 1 + SHARES["duplicate"])
    well(bus)
    assert bus.batch()[2] > FLEET / 10, "the copies are known for what they are"


def shuffle(bus: Bus) -> None:
    before = bus.latest()
    lands(bus)
    well(bus)
    after = bus.latest()
    assert all(after[vehicle] >= moment for vehicle, moment in before.items()), "late reports take no newer one's place"


def jump(bus: Bus) -> None:
    """Twelve minutes: drift is summed when five minutes have been over for two."""
    bus.step(12, seconds=60)
    well(bus)
    drifted, reports = bus.land.asked("SELECT sum(drifted)::INT, sum(reports)::INT FROM track_5min WHERE feed = ?", bus.name)[0]
    assert 0.03 < drifted / reports < 0.2


def as_ever(bus: Bus) -> None:
    """It lands, and nothing is wrong with it: what it does is for the figures to bear."""
    lands(bus)
    well(bus)
    assert bus.reasons() == {}


def future(bus: Bus) -> None:
    lands(bus, bad=0.1)
    assert bus.state == "DEGRADED"
    assert bus.reasons().keys() == {"future"}
    assert max(bus.latest().values()).timestamp() < time.time() + 86400 / 2


def malformed(bus: Bus) -> None:
    lands(bus, bad=0.1)
    assert bus.state == "DEGRADED"
    assert {"zero_position", "swapped_position"} <= bus.reasons().keys(), bus.reasons()
    bus.land.service.clear()
    bus.misbehave("malformed", "0.5")
    refused(bus, "bad_rows")


def hostile(bus: Bus) -> None:
    lands(bus)
    well(bus)
    marked = bus.land.asked("SELECT DISTINCT label FROM hot.vehicle_latest WHERE feed = ? AND label LIKE '<%'", bus.name)
    assert marked == [('<img src=x onerror="alert(1)">',)], "as it came"


def foreign_timetable(bus: Bus) -> None:
    lands(bus)
    well(bus)
    assert bus.land.asked("SELECT count(*) FROM hot.vehicle_latest WHERE feed = ? AND trip_id NOT LIKE 'W%' AND trip_id <> ''", bus.name)


def hour_off(bus: Bus) -> None:
    before = bus.latest()
    lands(bus)
    assert {v: at for v, at in bus.latest().items() if v in before} == before, "what is an hour old is not the newest"


def burst(bus: Bus) -> None:
    lands(bus, 10.0)
    well(bus)
    told = "SELECT count(*), count(DISTINCT vehicle_id) FROM hot.vehicle_latest WHERE feed = ?"
    rows, vehicles = bus.land.asked(told, bus.name)[0]
    assert rows == vehicles


def fleet50000(bus: Bus) -> None:
    bus.step()
    well(bus)
    assert bus.batch()[:2] == (50_000, 50_000)
    assert bus.land.asked("SELECT count(*) FROM hot.vehicle_latest WHERE feed = ?", bus.name)[0][0] >= 50_000


def refused(bus: Bus, reason: str | tuple[str, ...]) -> None:
    """Nothing of it lands and nothing that was there goes."""
    before = bus.batch(), bus.latest()
    bus.step()
    assert bus.state == "DEGRADED"
    assert bus.error.startswith(reason), bus.error
    assert (bus.batch(), bus.latest()) == before


def silent(bus: Bus) -> None:
    """LATE, STALE, DOWN as its silence grows; the last positions stay."""
    refused(bus, "http_503")
    before, seen = bus.latest(), [bus.state]
    while bus.state != "DOWN":
        bus.pass_by()
        seen += [bus.state] if bus.state != seen[-1] else []
    assert seen == ["DEGRADED", "LATE", "STALE", "DOWN"]
    assert bus.latest() == before


def freeze(bus: Bus) -> None:
    """It answers, and what it says stays the same: for longer than it ever did, so that it is no sign of life."""
    bus.step(5)
    assert bus.error.startswith("frozen")
    bus.step(5)
    assert bus.state == "STALE"


PROMISED: dict[str, Callable[[Bus], None]] = {
    "drop": drop, "duplicate": duplicate, "shuffle": shuffle, "jump": jump, "jitter": as_ever, "noise": as_ever, "future": future,
    "malformed": malformed, "hostile": hostile, "foreign_timetable": foreign_timetable, "hour_off": hour_off, "burst": burst,
    "fleet50000": fleet50000, "freeze": freeze, "outage": silent,
}  # fmt: skip
REFUSED: dict[str, str | tuple[str, ...]] = {
    "drip": "deadline",
    "hang": "deadline",
    "truncate": ("protobuf", "suspect_drop"),
    "html": "html",
    "empty": "empty",
    "redirect": "redirect",
}


def test_every_fault_has_a_promise_and_is_told() -> None:
    assert {*PROMISED, *REFUSED} == set(MODES)
    told = ROOT.joinpath("docs", "operations.md").read_text("utf-8")
    assert [mode for mode in MODES if f"`{mode}`" not in told] == []


@pytest.mark.parametrize("mode", PROMISED)
def test_what_is_promised_of_a_fault_comes_of_it(land: Land, mode: str) -> None:
    bus = Bus(land, mode)
    bus.step(GOOD)
    well(bus)
    bus.misbehave(mode)
    PROMISED[mode](bus)
    land.service.clear()
    bus.step()
    well(bus)


def test_what_is_no_feed_is_refused_and_the_batch_before_stays(land: Land) -> None:
    bus = Bus(land, "positions")
    bus.step(GOOD)
    for mode, reason in REFUSED.items():
        bus.misbehave(mode)
        refused(bus, reason)
        land.service.clear()
        bus.step()
        well(bus)
