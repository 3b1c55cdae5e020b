"""Which views of a snapshot are asked side by side: most of a small view's cost is planning, which a database does on one core."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import NamedTuple

NEW_WEIGHT = 0.2  # of the last measurement in what a view is taken to cost
WORK_WEIGHT = {True: 1.0, False: 0.2}  # of work beside the longest lane: of what nobody waits for it must spare as much as it costs
LANE_S = 0.004  # a lane more: its cursor is told what to look at
HANDED_S, HANDED_ROW_S = 0.002, 1e-6  # what it costs to hand a shared view to another lane: ever, and a row
READ_S = 0.0005  # to read a shared view that is there
PLANNED_FOR = 50  # snapshots
JUDGED = "kpi_judged"  # in the schemas of snapshots: every KPI that was measured
Before = Callable[[str], Sequence[str]]  # the shared views that one reads, each after those it reads itself


class Doing(StrEnum):
    COMPUTE = "compute"  # a shared view, for all that read it
    TAKE = "take"  # a shared view that another lane computes
    ASK = "ask"
    MEASURE = "measure"  # a KPI; all of a lane are judged together at its end


SHARED, ASKED = (Doing.COMPUTE, Doing.TAKE), (Doing.ASK, Doing.MEASURE)
HERE = (Doing.COMPUTE, *ASKED)  # what reads other views


class Step(NamedTuple):
    doing: Doing
    name: str


@dataclass(frozen=True)
class Lane:
    """What is done one after another on one cursor. lent: the shared views that another lane takes."""

    steps: tuple[Step, ...]
    lent: frozenset[str] = frozenset()

    @classmethod
    def only(cls, once: Sequence[str], views: Sequence[str] = (), kpis: Sequence[str] = ()) -> "Lane":
        """One for all: views and KPIs after the shared ones that they read."""
        named = ((Doing.COMPUTE, once), (Doing.ASK, views), (Doing.MEASURE, kpis))
        return cls(tuple(Step(doing, name) for doing, names in named for name in names))

    def names(self, *doings: Doing) -> tuple[str, ...]:
        return tuple(step.name for step in self.steps if step.doing in doings)

    def without(self, view: str) -> "Lane":
        """The same without a view or a KPI."""
        return Lane(tuple(step for step in self.steps if step.name != view or step.doing in SHARED), self.lent)

    def unmeasured(self) -> "Lane":
        """The same with each KPI asked for itself."""
        return Lane(tuple(Step(Doing.ASK, name) if doing is Doing.MEASURE else Step(doing, name) for doing, name in self.steps), self.lent)


class Lanes:
    """Plans lanes by what views took of late. Thread-safe."""

    def __init__(self, most: int) -> None:
        """most: how many lanes there may be."""
        self._most, self._lock = most, Lock()
        self._seconds: dict[str, float] = {}
        self._rows: dict[str, int] = {}
        self._plans: dict[tuple[object, ...], tuple[int, list[Lane]]] = {}

    def note(self, view: str, seconds: float, rows: int = 0) -> None:
        """It took so long just now, and had so many rows, if it is shared."""
        with self._lock:
            before = self._seconds.get(view, seconds)
            self._seconds[view] = before + NEW_WEIGHT * (seconds - before)
            self._rows[view] = rows

    def of(
        self, asked: Sequence[str], before: Before, there: Collection[str] = (), kpis: Collection[str] = (), patient: bool = True
    ) -> list[Lane]:
        """One lane until it is known what these views cost; then those that cost least: their length, and what all of them do. there: what
        need not be computed. kpis: which are KPIs. patient: nobody waits for it."""
        key = tuple(asked), frozenset(there), patient
        with self._lock:
            left, lanes = self._plans.get(key, (0, []))
            if not left:
                known = all(view in self._seconds for view in asked)
                plans = self._plans_of(_work(asked, before, kpis), self._most if known else 1)
                lanes = min(plans, key=lambda plan: plan.longest + WORK_WEIGHT[patient] * plan.work).lanes()
                left = PLANNED_FOR if known else 1
            self._plans[key] = left - 1, lanes
            return lanes

    def forget(self) -> None:
        """Other views are there now."""
        with self._lock:
            self._plans.clear()

    def _plans_of(self, work: Sequence["_Task"], most: int) -> list["_Plan"]:
        return [_Plan(work, self._seconds, self._rows, count) for count in range(1, most + 1)]


class _Task(NamedTuple):
    step: Step
    reads: tuple[str, ...]  # shared views


def _work(asked: Sequence[str], before: Before, kpis: Collection[str]) -> list[_Task]:
    """Everything to do, each after the shared views it reads."""
    shared = dict.fromkeys(name for view in asked for name in before(view))
    tasks = [_Task(Step(Doing.COMPUTE, name), tuple(read for read in before(name) if read != name)) for name in shared]
    return tasks + [_Task(Step(Doing.MEASURE if view in kpis else Doing.ASK, view), tuple(before(view))) for view in asked]


class _Plan:
    """A list schedule: whatever can begin first, of these what is the longest way from the end, where it can begin first."""

    def __init__(self, work: Sequence[_Task], seconds: dict[str, float], rows: dict[str, int], count: int) -> None:
        self._seconds, self._rows = seconds, rows
        self._shared = {task.step.name for task in work if task.step.doing is Doing.COMPUTE}
        self._steps: list[list[Step]] = [[] for _ in range(count)]
        self._ends = [LANE_S * count] * count
        self.work = LANE_S * count
        self._there: list[dict[str, float]] = [{} for _ in range(count)]  # of each lane since when a shared view is there
        self._made: dict[str, int] = {}  # in which lane
        self._lent: set[str] = set()
        self._judges: set[int] = set()  # lanes
        self._judging = seconds.get(JUDGED, READ_S)
        ways = self._ways(work)
        left = sorted(work, key=lambda task: -ways[task.step])
        while left:
            ready = [task for task in left if all(name in self._made for name in task.reads)]
            _, number, lane = min((self._dear(task, lane), number, lane) for number, task in enumerate(ready) for lane in range(count))
            self._place(ready[number], lane)
            left.remove(ready[number])

    @property
    def longest(self) -> float:
        return max(self._ends)

    def lanes(self) -> list[Lane]:
        made = [{name for name, lane in self._made.items() if lane == number} for number in range(len(self._steps))]
        return [Lane(tuple(steps), frozenset(self._lent & made[number])) for number, steps in enumerate(self._steps) if steps]

    def _ways(self, work: Sequence[_Task]) -> dict[Step, float]:
        """How long it takes from the beginning of each to the end of all that reads it."""
        ways: dict[Step, float] = {}
        after: dict[str, float] = {}  # of a shared view
        for task in reversed(work):
            then = {Doing.COMPUTE: after.get(task.step.name, 0.0), Doing.MEASURE: self._judging}
            ways[task.step] = self._takes(task.step) + then.get(task.step.doing, 0.0)
            for name in task.reads:
                after[name] = max(after.get(name, 0.0), ways[task.step])
        return ways

    def _takes(self, step: Step) -> float:
        if step.doing is not Doing.COMPUTE and step.name in self._shared:
            return READ_S
        return max(self._seconds.get(step.name, 0.0), READ_S)

    def _handed(self, name: str) -> float:
        return HANDED_S + HANDED_ROW_S * self._rows.get(name, 0)

    def _judged(self, step: Step, lane: int) -> float:
        """What judging takes, which a lane has to do from its first KPI on."""
        return self._judging if step.doing is Doing.MEASURE and lane not in self._judges else 0.0

    def _begins(self, task: _Task, lane: int) -> float:
        begins = self._ends[lane]
        for name in self._taken(task, lane):
            begins = max(begins, self._there[self._made[name]][name]) + self._handed(name)
        return begins

    def _dear(self, task: _Task, lane: int) -> float:
        """When it begins there; work that another lane would be spared counts twice, as time and as work."""
        spared = self._judged(task.step, lane) if self._judges else 0.0
        return self._begins(task, lane) + sum(map(self._handed, self._taken(task, lane))) + 2 * spared

    def _taken(self, task: _Task, lane: int) -> list[str]:
        return [name for name in task.reads if name not in self._there[lane]]

    def _place(self, task: _Task, lane: int) -> None:
        begins, taken = self._begins(task, lane), self._taken(task, lane)
        takes = self._takes(task.step) + self._judged(task.step, lane)
        self.work += takes + sum(map(self._handed, taken))
        self._steps[lane] += [*(Step(Doing.TAKE, name) for name in taken), task.step]
        self._there[lane] |= dict.fromkeys(taken, begins)
        self._lent |= set(taken)
        self._ends[lane] = begins + takes
        if task.step.doing is Doing.MEASURE:
            self._judges.add(lane)
        if task.step.doing is Doing.COMPUTE:
            self._made[task.step.name] = lane
            self._there[lane][task.step.name] = self._ends[lane]
