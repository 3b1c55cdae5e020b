"""Questions side by side see their own moment and scope, end in time, and fail by name."""

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from datasources.answering import asking
from datasources.answering.ticket import BadTicket, Ticket, TooLong, UnknownView, ViewFailed
from datasources.store import Store
from tests.conftest import YANTAI
from tests.datasources.rows import NOON, position, reading
from tests.datasources.views_of import HEADER, write

FOREVER = "SELECT count(*) AS n FROM vehicle_position, range(1000000000) a, range(1000) b WHERE a.range + b.range < 0"


@pytest.fixture
def asked_store(store: Store, tmp_path: Path) -> Iterator[Store]:
    write(
        tmp_path / "v", "here", "SELECT as_of() AS as_of, scope() AS scope, is_live() AS live, parameter('a') AS a, setting('none') AS none"
    )
    write(tmp_path / "v", "known", "SELECT count(*) AS n FROM vehicle_position WHERE event_time <= as_of() AND received_at <= as_of()")
    write(tmp_path / "v", "forever", FOREVER)
    write(tmp_path / "v", "shared", FOREVER, HEADER + "-- once: true\n")
    write(tmp_path / "v", "above", "SELECT n FROM shared")
    write(tmp_path / "v", "breaks", "SELECT CAST(concat('x', vehicle_id) AS INT) AS n FROM vehicle_position")
    write(tmp_path / "v", "local", "SELECT local_time(as_of()) AS t")
    assert store.load_views([tmp_path / "v"]) == []
    yield store


def test_a_hundred_questions_at_once_keep_their_own_moment_and_scope(asked_store: Store) -> None:
    def one(i: int) -> bool:
        moment = NOON - timedelta(hours=i)
        row = asked_store.ask(Ticket("here", {"a": f"p{i}"}, moment, f"d{i}" if i % 3 else None), seconds=60).to_pylist()[0]
        return bool(row == {"as_of": moment, "scope": f"d{i}" if i % 3 else None, "live": False, "a": f"p{i}", "none": None})

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(100)))


def test_no_moment_means_now_and_live(asked_store: Store) -> None:
    row = asked_store.ask(Ticket("here")).to_pylist()[0]
    assert (row["as_of"], row["live"], row["a"]) == (NOON, True, None)


def test_local_time_is_the_citys(asked_store: Store) -> None:
    assert asked_store.ask(Ticket("local", as_of=NOON)).to_pylist() == [{"t": NOON + timedelta(hours=8)}]


def test_only_known_views_are_asked(asked_store: Store) -> None:
    with pytest.raises(UnknownView, match="did you mean 'known'"):
        asked_store.ask(Ticket("knwon"))
    for name in ('here" WHERE 1=1; DROP VIEW here; --', "duckdb_settings()", "vehicle_position", ""):
        with pytest.raises(UnknownView):
            asked_store.ask(Ticket(name))


def test_parameters_are_values(asked_store: Store) -> None:
    hostile = "'] ; DROP VIEW here; --"
    assert asked_store.ask(Ticket("here", {"a": hostile})).to_pylist()[0]["a"] == hostile
    with pytest.raises(BadTicket):
        asked_store.ask(Ticket("here", {"a": 1}))  # type: ignore[dict-item]


def test_a_limit_is_kept(asked_store: Store) -> None:
    assert asked_store.ask(Ticket("here", limit=0)).num_rows == 0


def test_a_question_without_end_is_ended_and_others_go_on(asked_store: Store) -> None:
    asked_store.land("buses", reading("vehicle_position", [position()]), NOON)
    started = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        hopeless = pool.submit(asked_store.ask, Ticket("forever"), 0.5)
        assert asked_store.ask(Ticket("here"), seconds=60).num_rows == 1
        with pytest.raises(TooLong):
            hopeless.result()
    assert time.monotonic() - started < 10
    assert asked_store.ask(Ticket("here"), seconds=60).num_rows == 1


@pytest.mark.parametrize("view", ["forever", "above"])
def test_a_question_ends_whatever_it_is_at_when_its_time_is_over(asked_store: Store, view: str) -> None:
    """Time that is over between two statements is over for the next."""
    asked_store.land("buses", reading("vehicle_position", [position()]), NOON)
    with ThreadPoolExecutor(1) as pool:
        for seconds in (0.0, 0.001, 0.01, 0.1):
            hopeless = pool.submit(asked_store.ask, Ticket(view), seconds)
            wait([hopeless], timeout=10)
            if not hopeless.done():
                asked_store.close()
                pytest.fail(f"{view} goes on after {seconds} s")
            assert isinstance(hopeless.exception(), TooLong)


def test_a_view_that_fails_is_named_and_the_snapshot_goes_on(asked_store: Store) -> None:
    asked_store.land("buses", reading("vehicle_position", [position()]), NOON)
    with pytest.raises(ViewFailed, match="breaks"):
        asked_store.ask(Ticket("breaks"))
    snapshot = asked_store.snapshot(["here", "breaks", "known"], NOON)
    assert list(snapshot.failed) == ["breaks"]
    assert (snapshot["breaks"].num_rows, snapshot["breaks"].column_names) == (0, ["n"])
    assert snapshot.rows("known") == [{"n": 1}]


def test_a_snapshot_is_of_one_moment_while_rows_land(asked_store: Store) -> None:
    stop = threading.Event()

    def land() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            asked_store.land(
                "buses", reading("vehicle_position", [position(f"v{turn}.{i}", -turn / 100) for i in range(5)]), NOON - timedelta(seconds=1)
            )

    writer = threading.Thread(target=land)
    writer.start()
    try:
        counts = []
        for _ in range(12):
            rows = asked_store.snapshot(["known", "here", "known"], NOON)
            counts.append(rows.rows("known")[0]["n"])
    finally:
        stop.set()
        writer.join()
    assert all(n % 5 == 0 for n in counts)
    assert counts == sorted(counts)


def test_a_past_moment_sees_only_what_was_known_then(asked_store: Store) -> None:
    asked_store.land("buses", reading("vehicle_position", [position("early", -600)]), NOON - timedelta(seconds=590))
    asked_store.land("buses", reading("vehicle_position", [position("late", -605)]), NOON - timedelta(seconds=100))
    seen = [asked_store.ask(Ticket("known", as_of=NOON - timedelta(seconds=s))).to_pylist()[0]["n"] for s in (595, 590, 101, 100)]
    assert seen == [0, 1, 1, 2]


def test_answers_are_kept_until_a_landing_that_the_moment_can_see(asked_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[str] = []

    def counted(*given: object) -> pa.Table:
        computed.append("once")
        return original(*given)  # type: ignore[arg-type]

    original = asking.answer
    monkeypatch.setattr("datasources.answering.desk.answer", counted)
    past = Ticket("known", as_of=NOON - timedelta(hours=1))
    for _ in range(3):
        asked_store.ask(past)
    asked_store.land("buses", reading("vehicle_position", [position()]), NOON)
    asked_store.ask(past)
    assert len(computed) == 1
    asked_store.land("buses", reading("vehicle_position", [position("v", -7200)]), None)
    assert asked_store.ask(past).to_pylist() == [{"n": 1}]
    assert len(computed) == 2


def test_the_newest_report_of_each_vehicle_live_and_past(asked_store: Store) -> None:
    asked_store.land("buses", reading("vehicle_position", [position("a", -400), position("b", -2000)]), NOON - timedelta(seconds=300))
    asked_store.land("buses", reading("vehicle_position", [position("a", -50)]), NOON - timedelta(seconds=45))
    live = asked_store.ask(Ticket("vehicle_latest")).to_pylist()
    then = asked_store.ask(Ticket("vehicle_latest", as_of=NOON - timedelta(seconds=46))).to_pylist()
    assert [(r["vehicle_id"], r["event_time"]) for r in live] == [("a", NOON - timedelta(seconds=50))]
    assert [(r["vehicle_id"], r["event_time"]) for r in then] == [("a", NOON - timedelta(seconds=400))]


def test_a_store_is_closed_whoever_just_asks() -> None:
    """As at the end of a wall, whose viewers go on asking."""
    for _ in range(20):
        store = Store(None, YANTAI, clock=lambda: NOON)

        def ask(store: Store = store) -> None:
            with contextlib.ExitStack() as held, contextlib.suppress(duckdb.Error):
                while True:  # until it is closed
                    held.enter_context(store._cursors.lend())

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        store.close()
        for thread in threads:
            thread.join()
