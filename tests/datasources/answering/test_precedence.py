"""Who waits for an answer goes first, and work goes on all the same."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from datasources.answering.precedence import Patient, Precedence
from datasources.catalogue.library import STANDARD
from datasources.store import Store
from tests.conftest import YANTAI
from tests.datasources.rows import NOON, position, reading

LONG_S, SOON_S = 100.0, 0.3
ENOUGH_S = 30.0


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "city.duckdb", YANTAI, clock=lambda: NOON)
    assert store.load_views([STANDARD]) == []
    store.precedence.most_s = LONG_S
    return store


def stands_still(precedence: Precedence, work: Callable[[], object]) -> bool:
    """Whether work of another thread waits for the end of a question. It is done afterwards."""
    thread = threading.Thread(target=work)
    with precedence.asked():
        thread.start()
        thread.join(SOON_S)
        waits = thread.is_alive()
    thread.join()
    return waits


def done(work: Callable[[], object]) -> bool:
    """Whether another thread does it while a question stays open."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(ENOUGH_S)
    return not thread.is_alive()


def test_a_script_gives_way_before_each_of_its_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    precedence, seen = Precedence(), []
    with duckdb.connect() as con:
        con.execute("CREATE TABLE row AS SELECT 1 AS number")
        monkeypatch.setattr(precedence, "give_way", lambda: seen.extend(con.execute("SELECT count(*) FROM row").fetchall()))
        work = Patient(con.cursor(), precedence)
        work.execute("INSERT INTO row VALUES (2); INSERT INTO row VALUES (?)", [3]).fetchall()
    assert seen == [(1,), (2,)]


def test_a_landing_gives_way_to_a_question(store: Store) -> None:
    rows = reading("vehicle_position", [position("a", 0)])
    assert stands_still(store.precedence, lambda: store.land("buses", rows, NOON))
    assert store.snapshot(["vehicles"], NOON)["vehicles"].num_rows == 1


def test_a_tick_gives_way_to_a_question_and_a_question_to_none(store: Store) -> None:
    assert stands_still(store.precedence, lambda: store.snapshot(["vehicles", "bus_online"], NOON))

    def question() -> None:
        with store.precedence.asked():
            store.snapshot(["vehicles", "bus_online"], NOON + timedelta(seconds=1))

    with store.precedence.asked():
        assert done(question)


def test_the_past_is_recorded_behind_questions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ways: list[None] = []
    monkeypatch.setattr(store.precedence, "give_way", lambda: ways.append(None))
    store.record_kpis(NOON)
    assert len(ways) > len(store.kpis()) > 20


def test_work_does_not_stand_still_for_ever() -> None:
    precedence = Precedence(0.01)

    def work() -> None:
        for _ in range(10_000):
            precedence.give_way()

    with precedence.asked():
        assert done(work)


def test_a_question_within_a_question_is_still_one() -> None:
    precedence = Precedence(LONG_S)

    def question() -> None:
        with precedence.asked():
            with precedence.asked():
                pass
            precedence.give_way()

    assert done(question)
    assert not precedence.mine
