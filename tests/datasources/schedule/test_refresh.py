"""Feeds over real sockets: what a fault of one feed does to it, to the others, and to what is already there."""

import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

import datasources.fetching.fetch
from datasources.fetching.fetched import Fetched, Memory
from datasources.moment import utc_now
from datasources.schedule.owner import AlreadyOwned
from datasources.schedule.refresh import Refresher, into, ledger
from datasources.store import Store
from tests.conftest import YANTAI
from tests.datasources.fault_server import FaultServer, serving
from tests.datasources.feeds import message, until
from tests.datasources.refreshing import Landings, broken, growing, live, refreshing, well
from tests.datasources.rows import asked

pytestmark = pytest.mark.alone  # gaps of tenths of a second


def test_a_feed_lands_on_its_cadence(server: FaultServer, tmp_path: Path) -> None:
    with refreshing(tmp_path, live(server)) as (_, landings):
        until(growing(landings, by=11))
        gaps = sorted(b - a for a, b in pairwise(landings.times["buses"]))
        print(f"interval 0.2 s: median gap {gaps[5]:.3f}, longest {gaps[-1]:.3f} s")
        assert gaps[5] == pytest.approx(0.2, abs=0.03)
        assert well(landings)()
        assert server.most == 1


def test_down_and_up_again_says_two_lines_and_leaves_others_alone(server: FaultServer, tmp_path: Path) -> None:
    with serving(message(5)) as other, capture_logs() as lines:
        steady = live(other, name="steady")
        with refreshing(tmp_path, live(server), steady) as (_, landings):
            until(growing(landings, by=3))
            server.stop()
            until(broken(landings))
            until(growing(landings, "steady", by=10))
            server.start()
            began = time.monotonic()
            until(well(landings))
            print(f"back {time.monotonic() - began:.2f} s after the server")
            assert time.monotonic() - began <= 5.7
            gaps = [b - a for a, b in pairwise(landings.times["steady"])]
            print(f"longest gap of the other feed {max(gaps):.3f} s")
            assert max(gaps) <= 0.3
    told = [line["event"] for line in lines if line.get("feed") == "buses"]
    assert told == ["feed_broke", "feed_recovered"]


@pytest.mark.parametrize("mode", ["hang", "drip"])
def test_two_hung_feeds_of_ten_starve_nobody(server: FaultServer, tmp_path: Path, mode: str) -> None:
    with serving(message(5)) as sound:
        server.mode = mode
        feeds = [live(server, name=f"hung{n}") for n in range(2)] + [live(sound, name=f"sound{n}") for n in range(8)]
        with refreshing(tmp_path, *feeds) as (refresher, landings):
            until(lambda: len(landings.times) == 8)
            began, had = time.monotonic(), {name: len(times) for name, times in landings.times.items()}
            until(lambda: time.monotonic() - began > 4)
            took = time.monotonic() - began
            runs = [len(landings.times[name]) - first for name, first in had.items()]
            shares = [(count + 1) / (took / 0.2) for count in runs]  # the one that is due as the time is over has not begun
            print(f"healthy feeds ran {min(shares):.0%} of their schedule")
            assert min(shares) >= 0.95
            assert not {"hung0", "hung1"} & set(landings.rows)
            assert refresher._watchdog.renewals == 0


def test_a_server_in_trouble_is_asked_ever_more_rarely(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasources.schedule.pace.FIRST_S", 0.2)
    server.mode = "500"
    with refreshing(tmp_path, live(server)) as (_, _):
        until(lambda: len(server.requests) >= 6, 12)
        gaps = [b - a for a, b in pairwise(server.requests)]
        print("gaps " + ", ".join(f"{g:.2f}" for g in gaps))
        assert gaps == pytest.approx([0.2, 0.4, 0.8, 1.6, 3.2], rel=0.25, abs=0.05)
        assert server.most == 1


def test_retry_after_is_honoured(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasources.schedule.pace.FIRST_S", 0.1)
    server.mode, server.retry_after = "429", "2"
    with refreshing(tmp_path, live(server)):
        until(lambda: len(server.requests) >= 2)
    assert server.requests[1] - server.requests[0] >= 1.9


def test_a_fetch_that_ignores_its_deadline_is_left_behind(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck, real = threading.Event(), datasources.fetching.fetch.fetch
    calls: list[float] = []
    first: list[threading.Thread] = []

    def fetch(*args: Any) -> Any:
        calls.append(time.monotonic())
        if len(calls) > 1:
            return real(*args)
        first.append(threading.current_thread())
        stuck.wait(30)
        return Fetched(message(19), utc_now(), "late", Memory())

    monkeypatch.setattr("datasources.schedule.refresh.fetch", fetch)
    with refreshing(tmp_path, live(server)) as (_, landings):
        until(growing(landings, by=2), 15)
        print(f"went on {calls[1] - calls[0]:.2f} s after a try with a deadline of 0.5 s hung")
        assert [error for _, error in landings.outcomes("buses")].count("hung") == 1
        stuck.set()
        until(lambda: not first[0].is_alive())
        until(growing(landings, by=2))
        assert set(landings.rows["buses"]) == {20}  # what the late one brought did not land


def test_stopping_takes_less_than_two_seconds(server: FaultServer, tmp_path: Path) -> None:
    server.mode = "hang"
    with refreshing(tmp_path, live(server, deadline="30s"), live(server, name="b", deadline="30s")) as (refresher, _):
        until(lambda: len(server.requests) == 2)
        began = time.monotonic()
        refresher.stop()
        print(f"stopped in {time.monotonic() - began:.2f} s")
        assert time.monotonic() - began < 2


def test_one_owner(server: FaultServer, tmp_path: Path) -> None:
    with refreshing(tmp_path, live(server)):
        other = Refresher({}, {}, Landings().land, print, lock=tmp_path / "owner.lock")
        with pytest.raises(AlreadyOwned):
            other.start()
        code = "import sys; from pathlib import Path; from datasources.schedule.owner import Owner; Owner(Path(sys.argv[1])).take()"
        second = subprocess.run([sys.executable, "-c", code, str(tmp_path / "owner.lock")], capture_output=True, text=True, check=False)
        assert "AlreadyOwned" in second.stderr
    with refreshing(tmp_path, live(server)) as (_, landings):
        until(growing(landings))


def test_into_a_real_store(server: FaultServer, tmp_path: Path) -> None:
    with Store(None, YANTAI) as store:
        feed = live(server)
        refresher = Refresher({"buses": feed}, {}, into(store), ledger(store), lock=tmp_path / "owner.lock")
        refresher.start()
        until(lambda: len(server.requests) > 3)  # the same bytes again
        server.mode = "html200"
        until(lambda: told(store)[-1] == "refused")
        refresher.stop()
        assert told(store).count("landed") == 1


def told(store: Store) -> list[str]:
    """Outcomes of tries, as the ledger has them."""
    return [outcome for (outcome,) in asked(store, 'SELECT outcome FROM "fetch" ORDER BY event_time')] or ["none"]
