"""Views side by side: lanes that are over together, and all of one state of the data."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from datasources.answering import side_by_side
from datasources.answering.asking import Moment
from datasources.answering.lanes import JUDGED, PLANNED_FOR, Doing, Lane, Lanes, Step
from datasources.answering.side_by_side import answer_all
from datasources.storage.statements import statement
from datasources.store import Store
from tests.datasources.rows import NOON, position, reading
from tests.datasources.views_of import HEADER, write

COMPUTE, TAKE, ASK, MEASURE = Doing.COMPUTE, Doing.TAKE, Doing.ASK, Doing.MEASURE
CHAIN = {"place": [], "visit": ["place"], "bus": ["place", "visit"], "ghost": ["place", "visit", "bus"]}
ASKED = {"late": ["place", "visit"], "worst": ["place", "visit"], "map": ["place", "visit", "bus", "ghost"], "done": []}
NEEDS = CHAIN | ASKED
TAKEN = {"place": 0.01, "visit": 0.01, "bus": 0.02, "ghost": 0.01, "late": 0.012, "worst": 0.012, "map": 0.003, "done": 0.002}
Needs = Mapping[str, Sequence[str]]


def lanes(most: int, seconds: Mapping[str, float], rows: int = 0) -> Lanes:
    found = Lanes(most)
    for view, taken in seconds.items():
        found.note(view, taken, rows)
    return found


def planned(of: Lanes, needs: Needs, asked: Sequence[str], kpis: Sequence[str] = ()) -> list[Lane]:
    """As a library would have it: a shared view that is asked for itself is among what it needs."""
    return of.of(asked, lambda view: [*needs[view], *([view] if view in CHAIN else [])], kpis=kpis)


def steps(lane: Lane) -> list[str]:
    return [f"{doing} {name}" for doing, name in lane.steps]


def test_what_most_depends_on_goes_first_and_what_else_reads_it_is_asked_beside() -> None:
    long, beside = planned(lanes(2, TAKEN), NEEDS, [*ASKED])
    assert steps(long) == ["compute place", "compute visit", "compute bus", "compute ghost", "ask map"]
    assert steps(beside) == ["ask done", "take place", "take visit", "ask late", "ask worst"]
    assert [sorted(lane.lent) for lane in (long, beside)] == [["place", "visit"], []]


def test_nothing_is_handed_over_that_would_take_as_long_to_hand_over() -> None:
    (lane,) = planned(lanes(2, TAKEN, 50_000), NEEDS, ["late", "worst", "map"])
    assert steps(lane) == ["compute place", "compute visit", "compute bus", "compute ghost", "ask late", "ask worst", "ask map"]


def test_one_lane_where_there_is_one_core_or_nothing_is_known() -> None:
    assert [lane.names(ASK) for lane in planned(lanes(1, TAKEN), NEEDS, [*ASKED])] == [("late", "worst", "map", "done")]
    assert [lane.names(ASK) for lane in planned(Lanes(2), NEEDS, [*ASKED])] == [("late", "worst", "map", "done")]
    assert planned(lanes(2, TAKEN), NEEDS, []) == []


def test_what_nobody_waits_for_takes_no_lane_that_costs_more_than_it_spares() -> None:
    needs: Needs = {"seen": [], "a": ["seen"], "b": ["seen"]}
    for patient, count in ((True, 1), (False, 2)):
        of = lanes(2, {"seen": 0.002, "a": 0.009, "b": 0.009})
        found = of.of(["a", "b"], lambda view: [*needs[view], *(["seen"] if view == "seen" else [])], patient=patient)
        assert len(found) == count


def test_kpis_are_measured_in_one_lane_where_to_judge_them_twice_is_dear() -> None:
    needs: Needs = {"a": [], "b": []}
    dear, cheap = lanes(2, {"a": 0.01, "b": 0.01, JUDGED: 0.02}), lanes(2, {"a": 0.01, "b": 0.01, JUDGED: 0.001})
    assert [lane.names(MEASURE) for lane in planned(dear, needs, ["a", "b"], ["a", "b"])] == [("a", "b")]
    assert [lane.names(MEASURE) for lane in planned(cheap, needs, ["a", "b"], ["a", "b"])] == [("a",), ("b",)]


@given(
    st.lists(st.lists(st.booleans(), max_size=8), max_size=8),
    st.lists(st.floats(0.0, 0.1), min_size=16, max_size=16),
    st.integers(1, 3),
    st.integers(0, 20_000),
)
def test_every_view_is_asked_once_after_what_it_reads_and_no_lane_waits_for_one_that_waits_for_it(
    reads: list[list[bool]], seconds: list[float], most: int, rows: int
) -> None:
    shared: dict[str, list[str]] = {}
    for number, read in enumerate(reads):
        direct = [f"s{of}" for of, yes in enumerate(read[:number]) if yes]
        whole = {*direct, *(name for of in direct for name in shared[of])}
        shared[f"s{number}"] = [name for name in shared if name in whole]
    asked = {f"v{number}": [*shared[name], name] for number, name in enumerate(shared)} | {"alone": []}
    needs = shared | asked
    known = {**dict(zip(shared, seconds, strict=False)), **dict(zip(asked, seconds[8:], strict=False)), "alone": 0.01}
    plan = lanes(most, known, rows).of([*asked], lambda view: needs[view])
    assert sorted(name for lane in plan for name in lane.names(ASK)) == sorted(asked)
    made = [name for lane in plan for name in lane.names(COMPUTE)]
    assert len(made) == len(set(made))
    assert {name for lane in plan for name in lane.names(TAKE)} == {name for lane in plan for name in lane.lent}
    left, there = [list(lane.steps) for lane in plan], [set[str]() for _ in plan]
    done: set[str] = set()
    while any(left):
        moved = False
        for number, lane in enumerate(left):
            while lane and (lane[0].doing is not TAKE or lane[0].name in done):
                doing, name = lane.pop(0)
                moved = True
                if doing in (COMPUTE, ASK):
                    assert {*needs[name]} - {name} <= there[number], "what it reads is there"
                if doing is not ASK:
                    there[number].add(name)
                if doing is COMPUTE:
                    done.add(name)
        assert moved, f"they wait for each other: {left}"


def test_a_plan_holds_for_a_while_and_is_made_anew() -> None:
    needs: Needs = {"a": [], "b": []}
    seen = lanes(2, {"a": 1.0, "b": 1.0})
    assert len(planned(seen, needs, ["a", "b"])) == 2
    for _ in range(100):
        seen.note("b", 0.0)
    assert [len(planned(seen, needs, ["a", "b"])) for _ in range(PLANNED_FOR)] == [2] * (PLANNED_FOR - 1) + [1]
    for _ in range(100):
        seen.note("b", 1.0)
    seen.forget()
    assert len(planned(seen, needs, ["a", "b"])) == 2


def test_a_lane_goes_on_without_a_view_and_without_judging() -> None:
    lane = Lane((Step(COMPUTE, "x"), Step(ASK, "x"), Step(MEASURE, "kpi")), frozenset({"x"}))
    assert steps(lane.without("x")) == ["compute x", "measure kpi"]
    assert steps(lane.without("kpi")) == ["compute x", "ask x"]
    assert steps(lane.unmeasured()) == ["compute x", "ask x", "ask kpi"]
    assert lane.without("x").lent == lane.unmeasured().lent == {"x"}


def slowly(sql: str) -> str:
    """Long enough to be worth a lane."""
    return f"{sql} WHERE (SELECT sum(hash(range)) FROM range(3000000)) IS NOT NULL"  # noqa: S608 - a constant


@pytest.fixture
def two_lanes(store: Store, tmp_path: Path) -> Store:
    """Two views of which it is known that they are worth a lane each."""
    for name in ("left", "right"):
        write(tmp_path / "v", name, slowly("SELECT count(*) AS n FROM vehicle_position"))
    assert store.load_views([tmp_path / "v"]) == []
    store.snapshot(["left", "right"], NOON)
    return store


def test_lanes_see_one_state_when_rows_land_between_their_beginnings(two_lanes: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    def landing_at_the_second(name: str, **fills: object) -> str:
        if name == "statements/state":
            begun.append(name)
            if len(begun) == 2:
                two_lanes.land("buses", reading("vehicle_position", [position()]), NOON)
        return statement(name, **fills)

    monkeypatch.setattr(side_by_side, "statement", landing_at_the_second)
    snapshot = two_lanes.snapshot(["left", "right"], NOON)
    assert len(begun) > 2, "two lanes began, and began again"
    assert (snapshot.rows("left"), snapshot.rows("right")) == ([{"n": 1}], [{"n": 1}])


def test_who_begins_is_not_held_up_by_others_that_begin(two_lanes: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    other = threading.Thread(target=lambda: two_lanes.snapshot(["left", "right"], NOON))

    def another_at_the_first(name: str, **fills: object) -> str:
        if name == "statements/state":
            begun.append(threading.get_ident())
            if len(begun) == 1:
                other.start()
                other.join(0.5)
        return statement(name, **fills)

    monkeypatch.setattr(side_by_side, "statement", another_at_the_first)
    two_lanes.snapshot(["left", "right"], NOON)
    other.join()
    assert (len(begun), begun[0], begun[2]) == (4, begun[1], begun[3])


@pytest.fixture
def handing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Store, list[object]]:
    """Two shared views, one read by the other, and a reader of each: of the first while the second is computed. And what is handed over."""
    once, folder, handed = HEADER + "-- once: true\n", tmp_path / "v", list[object]()
    write(
        folder,
        "seen",
        slowly("SELECT count(*) AS n, CASE WHEN count(*) > 1 THEN error('two') END AS e FROM vehicle_position"),
        once,
    )
    write(folder, "next", slowly("SELECT n + 1 AS n FROM seen"), once)
    write(folder, "left", slowly("SELECT n, CASE WHEN n = 1 THEN error('one') END AS e FROM seen"))
    write(folder, "right", slowly("SELECT n FROM next"))
    assert store.load_views([folder]) == []
    store.snapshot(["left", "right"], NOON)

    def noted(name: str, /, **fills: object) -> str:
        if name == "statements/hold_given":
            handed.append(fills["name"])
        return statement(name, **fills)

    monkeypatch.setattr(side_by_side, "statement", noted)
    return store, handed


def test_a_shared_view_is_handed_to_the_lane_that_reads_it_too(handing: tuple[Store, list[object]]) -> None:
    store, handed = handing
    found = store.snapshot(["left", "right"], NOON)
    assert (found.rows("left"), found.rows("right"), handed) == ([{"n": 0, "e": None}], [{"n": 1}], ["seen"])


def test_who_waits_for_a_shared_view_is_told_that_it_does_not_come(handing: tuple[Store, list[object]]) -> None:
    store, handed = handing
    store.land("buses", reading("vehicle_position", [position("v1"), position("v2")]), NOON)
    found = store.snapshot(["left", "right"], NOON)
    assert (found.rows("left"), found.rows("right"), handed) == ([{"n": 2, "e": None}], [{"n": 3}], []), "each is asked for itself"


def test_where_a_view_fails_that_another_lane_lent_to_the_rest_is_asked_again(handing: tuple[Store, list[object]]) -> None:
    store, _ = handing
    store.land("buses", reading("vehicle_position", [position("v1")]), NOON)
    found = store.snapshot(["left", "right"], NOON)
    assert (found.rows("left"), found.rows("right"), list(found.failed)) == ([], [{"n": 2}], ["left"])


def test_who_waits_for_a_lane_in_which_a_view_failed_begins_again_with_it(handing: tuple[Store, list[object]], tmp_path: Path) -> None:
    """Instead of asking each view for itself, only to have it thrown away."""
    store, _ = handing
    write(tmp_path / "v", "bad", "SELECT CASE WHEN count(*) > 0 THEN error('some') END AS e FROM vehicle_position")
    assert store.load_views([tmp_path / "v"]) == []
    store.land("buses", reading("vehicle_position", [position("v1")]), NOON)
    lender = Lane((Step(ASK, "bad"), Step(COMPUTE, "seen")), frozenset({"seen"}))
    taker = Lane((Step(TAKE, "seen"), Step(COMPUTE, "next"), Step(ASK, "right")))
    with capture_logs() as logs:
        found, failed = answer_all(store._cursors, [lender, taker], Moment(NOON, live=False))
    assert (found["right"].to_pylist(), list(failed), logs) == ([{"n": 2}], ["bad"], [])
