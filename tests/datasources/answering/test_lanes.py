"""Views side by side: lanes of even length, and all of one state of the data."""

import threading
from pathlib import Path

import pytest

from datasources.answering import side_by_side
from datasources.answering.lanes import PLANNED_FOR, Lane, Lanes
from datasources.storage.statements import statement
from datasources.store import Store
from tests.datasources.rows import NOON, position, reading
from tests.datasources.views_of import write

NEEDS = {"late": ["seen", "judged"], "worst": ["seen"], "jam": ["lamp", "grades"], "map": ["grades"], "open": ["lamp"], "done": []}
TAKEN = {
    "seen": 0.1,
    "judged": 0.02,
    "late": 0.01,
    "worst": 0.01,
    "lamp": 0.001,
    "grades": 0.05,
    "jam": 0.01,
    "map": 0.01,
    "open": 0.03,
    "done": 0.03,
}


def lanes(most: int, **seconds: float) -> Lanes:
    found = Lanes(most)
    for view, taken in seconds.items():
        found.note(view, taken)
    return found


def test_what_shares_something_dear_is_in_one_lane_and_the_lanes_are_even() -> None:
    found = {frozenset(lane.views): lane.once for lane in lanes(2, **TAKEN).of(NEEDS)}
    assert found == {frozenset({"late", "worst"}): ("seen", "judged"), frozenset({"jam", "map", "open", "done"}): ("lamp", "grades")}


def test_a_shared_view_is_computed_twice_where_that_is_shorter() -> None:
    needs = {"a": ["lamp"], "b": ["lamp"]}
    cheap, dear = lanes(2, a=1.0, b=1.0, lamp=0.01), lanes(2, a=0.01, b=0.01, lamp=1.0)
    assert {lane.views for lane in cheap.of(needs)} == {("a",), ("b",)}
    assert {lane.once for lane in cheap.of(needs)} == {("lamp",)}
    assert dear.of(needs) == [Lane(("a", "b"), ("lamp",))]


def test_one_lane_where_there_is_one_core_or_nothing_is_known() -> None:
    assert [lane.views for lane in lanes(1, **TAKEN).of(NEEDS)] == [tuple(NEEDS)]
    assert [lane.views for lane in Lanes(2).of(NEEDS)] == [tuple(NEEDS)]


def test_shared_views_keep_their_order() -> None:
    (lane,) = lanes(1, a=1.0, b=1.0).of({"a": ["x", "z"], "b": ["x", "y", "z"]})
    assert lane.once.index("x") < min(lane.once.index("y"), lane.once.index("z"))


def test_a_plan_holds_for_a_while_and_is_made_anew() -> None:
    seen = lanes(2, a=1.0, b=1.0, lamp=0.01)
    needs = {"a": ["lamp"], "b": ["lamp"]}
    assert len(seen.of(needs)) == 2
    for _ in range(100):
        seen.note("lamp", 9.0)
    assert [len(seen.of(needs)) for _ in range(PLANNED_FOR)] == [2] * (PLANNED_FOR - 1) + [1]
    for _ in range(100):
        seen.note("lamp", 0.01)
    seen.forget()
    assert len(seen.of(needs)) == 2


@pytest.fixture
def two_lanes(store: Store, tmp_path: Path) -> Store:
    """Two views of which it is known that they are worth a lane each."""
    for name in ("left", "right"):
        write(tmp_path / "v", name, "SELECT count(*) AS n FROM vehicle_position")
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
