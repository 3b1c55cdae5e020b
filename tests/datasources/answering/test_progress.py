"""What is told of work that goes on: by whom, for whom."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from datasources.answering.progress import Turn, goes_on, watched
from datasources.catalogue.library import STANDARD
from datasources.store import Store
from tests.conftest import YANTAI
from tests.datasources.rows import NOON, position, reading

ENOUGH_S = 30.0


class Told:
    def __init__(self) -> None:
        self.times, self.more = 0, threading.Event()

    def __call__(self) -> None:
        self.times += 1
        self.more.set()


def test_a_snapshot_says_of_every_view_that_it_goes_on_and_a_landing_beside_it_is_not_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datasources.catalogue.tried._memory", {})  # the views of a first start are tried
    told = Told()
    with Store(tmp_path / "city.duckdb", YANTAI, clock=lambda: NOON) as store:
        with watched(told):
            assert store.load_views([STANDARD]) == []
        assert told.times > 100, "what a start does"
        told.times = 0
        with watched(told):
            beside = threading.Thread(target=store.land, args=("buses", reading("vehicle_position", [position("a", 0)]), NOON))
            beside.start()
            beside.join()
        assert told.times == 0
        with watched(told):
            store.snapshot(store.kpis(), NOON + timedelta(seconds=5))
        assert told.times > len(store.kpis())


def waiting(turn: Turn, told: Told) -> threading.Thread:
    """A watched thread that waits for its turn."""

    def wait() -> None:
        with watched(told), turn:
            pass

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def test_who_waits_for_one_that_works_goes_on_and_who_waits_for_one_that_hangs_does_not() -> None:
    progress_s, done, told = 0.02, [0], Told()
    turn = Turn(lambda: done[0], progress_s)
    with turn:
        waits = waiting(turn, told)
        for _ in range(3):
            told.more.clear()
            done[0] += 1
            assert told.more.wait(ENOUGH_S), "it works"
        heard = told.times
        told.more.clear()
        assert not told.more.wait(20 * progress_s) and told.times == heard, "it hangs"
    waits.join(ENOUGH_S)
    assert not waits.is_alive()


def test_nobody_need_watch() -> None:
    goes_on()
    with watched(told := Told()):
        goes_on()
    goes_on()
    assert told.times == 1
