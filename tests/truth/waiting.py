"""What the headways of a town come to, worked out slowly in plain Python: which are believed, how long people waited."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import fmean, pstdev
from typing import NamedTuple

from tests.truth.opinion import TEN, said, ten_of
from tests.truth.town import LOOKBACK, UTC_OFFSET, WINDOW, Town, Visit

HOUR_S, LONGEST_S = 3600.0, 4 * 3600.0
FREQUENT_S = 720.0


class Headway(NamedTuple):
    """Seconds from one vehicle to the next at a stop, as observed and as planned; doubt: pause, data or ''."""

    visit: Visit
    ahead: Visit
    observed: float
    planned: float
    doubt: str


def headways(town: Town, line: str, cancelled: Collection[str] = ()) -> list[Headway]:
    """Those of the window of which the plan is known and up to an hour."""
    return [found for stop in town.stops[line] for found in _at(town, stop, cancelled) if found.planned <= HOUR_S]


def believed(town: Town, line: str, cancelled: Collection[str] = ()) -> list[Headway]:
    return [found for found in headways(town, line, cancelled) if not found.doubt]


def _at(town: Town, stop: str, cancelled: Collection[str]) -> Iterator[Headway]:
    planned = sorted((v for v in town.visits if v.stop == stop), key=lambda v: v.planned)
    plan = {after.trip: (after.planned - before.planned).total_seconds() for before, after in pairwise(planned)}
    seen = sorted((v.actual, v.trip, v) for v in town.known() if v.stop == stop and v.actual is not None)
    for (left, _, before), (came, _, after) in pairwise(seen):
        gap = (came - left).total_seconds()
        if came > town.as_of - WINDOW and gap <= LONGEST_S and after.trip in plan:
            between = [v for v in planned if before.planned < v.planned < after.planned and v.planned <= town.as_of]
            yield Headway(after, before, gap, plan[after.trip], _doubt(town, between, plan, (left, came), cancelled))


def _doubt(town: Town, between: list[Visit], plan: dict[str, float], span: tuple[datetime, datetime], cancelled: Collection[str]) -> str:
    if any(plan.get(v.trip, LONGEST_S) > HOUR_S for v in between):
        return "pause"
    return "data" if any(_may_have_passed(town, v, span, cancelled) for v in between) else ""


def _may_have_passed(town: Town, missed: Visit, span: tuple[datetime, datetime], cancelled: Collection[str]) -> bool:
    """Whether this trip may have called between these times without anybody seeing it."""
    known = [v for v in town.known() if v.trip == missed.trip]
    calls = [(v.sequence, v.actual) for v in known if v.actual is not None and v.actual > town.as_of - LOOKBACK]
    if not calls:
        return missed.trip not in cancelled and not _lit(town, span)
    here = any(sequence == missed.sequence for sequence, _ in calls)
    before = any(sequence > missed.sequence and at <= span[0] for sequence, at in calls)
    after = any(sequence < missed.sequence and at >= span[1] for sequence, at in calls)
    return not (here or before or after)


def _lit(town: Town, span: tuple[datetime, datetime]) -> bool:
    """Whether positions came in each ten minutes of it."""
    lit = {ten_of(at) for _, at in said(town)}
    first, last = ten_of(span[0]), ten_of(span[1])
    return all(first + n * TEN in lit for n in range((last - first) // TEN + 1))


def excess_min(town: Town, cancelled: Collection[str] = ()) -> float | None:
    """Mean over frequent lines of AWT - SWT, weighted by headways; minutes."""
    parts = [found for line in town.lines if (found := _line_excess(town, line, cancelled)) is not None]
    weight = sum(count for _, count in parts)
    return sum(wait * count for wait, count in parts) / weight / 60 if weight else None


def _line_excess(town: Town, line: str, cancelled: Collection[str]) -> tuple[float, int] | None:
    """None until the gaps seen reach over two planned headways at its stops, and where over a fifth of the time is in doubt."""
    observed = believed(town, line, cancelled)
    served = {found.visit.stop for found in observed}
    planned = [gap for stop in served for gap in _planned(town, stop)]
    if not observed or not planned or fmean(planned) > FREQUENT_S:
        return None
    still = list(_open(town, line, served, fmean(planned)))
    gaps = [found.observed for found in observed] + still
    doubted = sum(found.observed for found in headways(town, line, cancelled) if found.doubt == "data")
    if sum(gaps) < len(served) * 2 * fmean(planned) or sum(gaps) < 4 * doubted:
        return None
    over = planned if still else [gap for stop in served for gap in _planned_meanwhile(town, [f for f in observed if f.visit.stop == stop])]
    return (_wait(gaps) - _wait(over), len(gaps)) if over else None


def _planned_meanwhile(town: Town, observed: list[Headway]) -> list[float]:
    """Of the calls at a stop after the first of the vehicles between which a headway was seen, up to the last of them: what is due and has
    not come yet is waited for in no gap that was seen."""
    since, until = min(found.ahead.planned for found in observed), max(found.visit.planned for found in observed)
    times = sorted(v.planned for v in town.visits if v.stop == observed[0].visit.stop)
    gaps = [(after, (after - before).total_seconds()) for before, after in pairwise(times)]
    return [gap for at, gap in gaps if since < at <= until and gap <= HOUR_S]


def _open(town: Town, line: str, served: Collection[str], mean: float) -> Iterator[float]:
    """Of a line of which nothing was seen for longer than its mean planned headway, while calls were due: the time so far at each stop,
    or until a mean headway after the last call due there."""
    last = {stop: max((f.visit.actual for f in _at(town, stop, ()) if f.visit.actual), default=None) for stop in town.stops[line]}
    newest = max(at for at in last.values() if at)
    due = {stop: max((at for at, _ in _planned_calls(town, stop)), default=town.as_of) for stop in served}
    latest = max((at for stop in served for at, _ in _planned_calls(town, stop)), default=newest)
    if (town.as_of - newest).total_seconds() > mean and (latest - newest).total_seconds() > mean:
        until = {stop: min(town.as_of, at + timedelta(seconds=mean)) for stop, at in due.items()}
        waits = [(until[stop] - at).total_seconds() for stop, at in last.items() if stop in served and at]
        yield from (wait for wait in waits if wait > 0)


def _wait(gaps: list[float]) -> float:
    return sum(gap * gap for gap in gaps) / (2 * sum(gaps))


def _planned(town: Town, stop: str) -> list[float]:
    return [gap for _, gap in _planned_calls(town, stop)]


def _planned_calls(town: Town, stop: str) -> list[tuple[datetime, float]]:
    """Of the window: when, and how long after the one before."""
    times = sorted(v.planned for v in town.visits if v.stop == stop)
    gaps = [(after, (after - before).total_seconds()) for before, after in pairwise(times)]
    return [(at, gap) for at, gap in gaps if town.as_of - WINDOW < at <= town.as_of and gap <= HOUR_S]


def known_share(town: Town, cancelled: Collection[str] = ()) -> float:
    """Of the time between vehicles, as much as is believed."""
    gaps = [found for line in town.lines for found in headways(town, line, cancelled) if found.doubt != "pause"]
    whole = sum(found.observed for found in gaps)
    return sum(found.observed for found in gaps if not found.doubt) / whole if whole else 1.0


def variation(town: Town, cancelled: Collection[str] = ()) -> float | None:
    """Mean over lines of sd(observed - planned) / mean(planned), weighted by headways."""
    parts = []
    for line in town.lines:
        gaps = believed(town, line, cancelled)
        if len(gaps) >= 5:
            parts.append((pstdev(gap.observed - gap.planned for gap in gaps) / fmean(gap.planned for gap in gaps), len(gaps)))
    weight = sum(count for _, count in parts)
    return sum(cv * count for cv, count in parts) / weight if weight else None


def adherence(town: Town, cancelled: Collection[str] = ()) -> tuple[int, int]:
    """Headways of at most the planned one and 3 minutes in the peak, 5 else; all."""
    gaps = [gap for line in town.lines for gap in believed(town, line, cancelled)]
    return sum(gap.observed <= gap.planned + (180 if _peak(gap.visit.actual) else 300) for gap in gaps), len(gaps)


def _peak(moment: datetime | None) -> bool:
    assert moment is not None
    local = moment + UTC_OFFSET
    hour = local.hour + local.minute / 60
    return local.isoweekday() <= 5 and (7 <= hour <= 9 or 17 <= hour <= 19)
