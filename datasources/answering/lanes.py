"""Which views of a snapshot are asked side by side: most of a small view's cost is planning, which a database does on one core."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

NEW_WEIGHT = 0.2  # of the last measurement in what a view is taken to cost
WORK_WEIGHT = 1.0  # of all work beside the longest lane: to compute a thing twice must save as much
PLANNED_FOR = 50  # snapshots
Needs = Mapping[str, Sequence[str]]  # of every view that is asked, the shared ones to be computed before it, in order


@dataclass(frozen=True)
class Lane:
    """Views asked one after another on one cursor. once: the shared ones computed there before; kpis: asked too, and judged together."""

    views: tuple[str, ...]
    once: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()

    def without(self, view: str) -> "Lane":
        """The same without a view or a KPI."""
        return Lane(tuple(name for name in self.views if name != view), self.once, tuple(name for name in self.kpis if name != view))


class Lanes:
    """Plans lanes by what views took of late. Thread-safe."""

    def __init__(self, most: int) -> None:
        """most: how many lanes there may be."""
        self._most, self._lock = most, Lock()
        self._seconds: dict[str, float] = {}
        self._plans: dict[tuple[object, ...], tuple[int, list[Lane]]] = {}

    def note(self, view: str, seconds: float) -> None:
        """It took so long just now."""
        with self._lock:
            before = self._seconds.get(view, seconds)
            self._seconds[view] = before + NEW_WEIGHT * (seconds - before)

    def of(self, needs: Needs, kpis: Collection[str] = ()) -> list[Lane]:
        """One lane until it is known what these views cost; then as even as can be. A shared view that two lanes need is computed in
        both. kpis: which of these are."""
        asked = tuple((view, *names) for view, names in needs.items())
        with self._lock:
            left, lanes = self._plans.get(asked, (0, []))
            if not left:
                known = all(view in self._seconds for view in needs)
                lanes = _planned(needs, self._seconds, self._most) if known else [_lane([*needs], needs)]
                left = PLANNED_FOR if known else 1
            self._plans[asked] = left - 1, lanes
            return [_judging(lane, kpis) for lane in lanes]

    def forget(self) -> None:
        """Other views are there now."""
        with self._lock:
            self._plans.clear()


def _planned(needs: Needs, seconds: Mapping[str, float], most: int) -> list[Lane]:
    """Moves views, or all readers of a shared one, from lane to lane as long as that makes the longest shorter."""
    shared = dict.fromkeys(name for names in needs.values() for name in names)
    moves = [[view for view in needs if name in needs[view]] for name in shared] + [[view] for view in needs]
    lane_of, price, better = dict.fromkeys(needs, 0), float("inf"), True
    while better:
        better = False
        for views in moves:
            for lane in range(most):
                moved = {**lane_of, **dict.fromkeys(views, lane)}
                if (cost := _price(moved, needs, seconds)) < price:
                    lane_of, price, better = moved, cost, True
    heaps = [[view for view in needs if lane_of[view] == lane] for lane in range(most)]
    return [_lane(heap, needs) for heap in heaps if heap]


def _price(lane_of: Mapping[str, int], needs: Needs, seconds: Mapping[str, float]) -> float:
    computed: dict[int, set[str]] = {}
    for view, lane in lane_of.items():
        computed.setdefault(lane, set()).update((view, *needs[view]))
    lengths = [sum(seconds.get(name, 0.0) for name in names) for names in computed.values()]
    return max(lengths) + WORK_WEIGHT * sum(lengths)


def _judging(lane: Lane, kpis: Collection[str]) -> Lane:
    return Lane(tuple(name for name in lane.views if name not in kpis), lane.once, tuple(name for name in lane.views if name in kpis))


def _lane(views: Iterable[str], needs: Needs) -> Lane:
    """Shared views keep their order: each list holds what its own names read, before them."""
    chosen = tuple(views)
    return Lane(chosen, tuple(dict.fromkeys(name for view in chosen for name in needs[view])))
