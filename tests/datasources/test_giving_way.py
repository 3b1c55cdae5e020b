"""Landing and chores give way to questions, and nothing else does."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard import chores
from datasources.feed import FeedSpec
from datasources.fetched import Fetched
from datasources.giving_way import NICENESS, give_way
from datasources.landing import Landed
from datasources.place import Place
from datasources.reading import Reading
from datasources.store import Store
from tests.datasources.fault_server import FaultServer
from tests.datasources.feeds import until
from tests.datasources.refreshing import Landings, live, refreshing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a thread has a niceness of its own on Linux alone")


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_only_the_thread_that_says_so_gives_way() -> None:
    before = niceness()
    with ThreadPoolExecutor(1, initializer=give_way) as behind, ThreadPoolExecutor(1) as other:
        assert behind.submit(niceness).result() == NICENESS
        assert other.submit(niceness).result() == niceness() == before


def test_rows_land_behind(server: FaultServer, tmp_path: Path, impatient: None) -> None:
    class Noting(Landings):
        def land(self, feed: FeedSpec, reading: Reading, got: Fetched) -> Landed:
            seen.append(niceness())
            return super().land(feed, reading, got)

    seen: list[int] = []
    with refreshing(tmp_path, live(server), landings=Noting()):
        until(lambda: seen)
    assert set(seen) == {NICENESS}


def test_chores_are_done_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chores, "LOOK_EVERY_S", 0.01)
    seen: list[int] = []

    def scopes() -> list[str]:
        seen.append(niceness())
        return []

    with Store(None, Place()) as store:
        doing = chores.Chores(store, scopes)
        doing.start()
        until(lambda: seen)
        doing.stop()
    assert set(seen) == {NICENESS}
